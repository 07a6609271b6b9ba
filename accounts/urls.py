from django.urls import path

from accounts.allauth import views as auth
from accounts.views import data, email_change, invitation, profile, sessions

app_name = "accounts"
# Included before allauth's URLs: paths with allauth's names replace its views.
urlpatterns = [
    path("", profile.overview, name="overview"),
    path("profile/", profile.profile, name="profile"),
    path("sessions/", sessions.sessions, name="usersessions_list"),
    path("sessions/<int:pk>/end/", sessions.end_session, name="end_session"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("data/", data.data, name="data"),
    path("data/export/", data.export, name="export"),
    path("data/export/<str:token>/", data.download, name="download"),
    path("data/delete/", data.delete_account, name="leave"),
    path("email/revert/<str:token>/", email_change.revert_email, name="revert_email"),
    path("confirm-email/", auth.verification_sent, name="account_email_verification_sent"),
    path("confirm-email/again/", auth.resend_verification, name="send_again"),
    path("login/code/confirm/", auth.enter_login_code, name="account_confirm_login_code"),
    path("password/reset/", auth.forgotten_password, name="account_reset_password"),
    path("second-factor/picture.svg", auth.totp_qr_code, name="totp_picture"),
    path("2fa/authenticate/", auth.second_factor, name="mfa_authenticate"),
    path("2fa/totp/activate/", auth.activate_totp, name="mfa_activate_totp"),
    path("2fa/webauthn/login/", auth.passkey_login, name="mfa_login_webauthn"),
    path("2fa/webauthn/reauthenticate/", auth.passkey_reauthenticate, name="mfa_reauthenticate_webauthn"),
    path("2fa/recovery-codes/", auth.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/download/", auth.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/recovery-codes/generate/", auth.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]

from django.urls import path

from accounts.views import (
    data,
    email_change,
    forgotten_password,
    invitation,
    login_code,
    passkey,
    profile,
    recovery_codes,
    second_factor,
    sessions,
    verification,
)

app_name = "accounts"
urlpatterns = [
    path("", profile.overview, name="overview"),
    path("profile/", profile.profile, name="profile"),
    path("second-factor/picture.svg", second_factor.totp_picture, name="totp_picture"),
    path("2fa/authenticate/", second_factor.second_step, name="mfa_authenticate"),
    path("2fa/webauthn/login/", passkey.passkey_login, name="mfa_login_webauthn"),
    path("2fa/webauthn/reauthenticate/", passkey.passkey_proof, name="mfa_reauthenticate_webauthn"),
    path("confirm-email/", verification.sent, name="account_email_verification_sent"),
    path("confirm-email/again/", verification.send_again, name="send_again"),
    path("2fa/recovery-codes/", recovery_codes.recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/download/", recovery_codes.download, name="mfa_download_recovery_codes"),
    path("2fa/recovery-codes/generate/", recovery_codes.generate, name="mfa_generate_recovery_codes"),
    path("password/reset/", forgotten_password.forgotten_password, name="account_reset_password"),
    path("login/code/confirm/", login_code.enter_code, name="account_confirm_login_code"),
    path("email/revert/<str:token>/", email_change.revert_email, name="revert_email"),
    path("sessions/", sessions.sessions, name="usersessions_list"),
    path("sessions/<int:pk>/end/", sessions.end_session, name="end_session"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("data/", data.data, name="data"),
    path("data/export/", data.export, name="export"),
    path("data/export/<str:token>/", data.download, name="download"),
    path("data/delete/", data.leave, name="leave"),
]

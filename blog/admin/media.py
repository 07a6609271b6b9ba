from django.forms import Script

# For admins with autocomplete_fields.
FIELD_NAMES = Script("admin/field-names.js", defer=True)

from django.forms import Script

# For every admin with autocomplete_fields.
FIELD_NAMES = Script("admin-additions/field-names.js", defer=True)

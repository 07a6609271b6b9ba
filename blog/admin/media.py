from django.forms import Script

# For every admin with autocomplete_fields.
FIELD_NAMES = Script("admin/field-names.js", defer=True)

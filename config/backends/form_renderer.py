from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Renders every form field with the same template."""

    field_template_name = "components/field.html"

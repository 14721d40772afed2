from django import template

register = template.Library()


@register.filter
def dong(amount: int) -> str:
    """ "1.200.000", whatever language the page is in: it is what stands on the paper."""
    return f"{int(amount):,}".replace(",", ".")

"""While what is between a phone and its session holds."""

from django.db.models import F, Q

# Of devices: the session still lies in the window that the phone was invited for. One that was moved out of it needs phones of its own.
IN_TIME = Q(class_session__starts_at__gte=F("valid_from"), class_session__ends_at__lte=F("valid_until"))

from house.access import Row
from house.access.campaigns import SEEN_BY_MEMBERS, a_campaign

ROWS = {"reports:dashboard": Row(a_campaign, SEEN_BY_MEMBERS)}

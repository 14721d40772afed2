from house.access import Row
from house.access.campaigns import nothing

ROWS = {"home": Row(nothing, {"anonymous": 200, "stranger": 200})}

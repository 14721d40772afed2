from django.db import migrations

from boiduong.engines.names import sort_key


def refill(apps, schema_editor):
    """Schools were sorted like people, by their last word."""
    Unit = apps.get_model('people', 'Unit')
    units = list(Unit.objects.only('pk', 'name', 'sort_key'))
    for unit in units:
        unit.sort_key = sort_key(unit.name, unit.name)
    Unit.objects.bulk_update(units, ['sort_key'], batch_size=1000)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_merges'),
    ]

    operations = [
        migrations.RunPython(refill, migrations.RunPython.noop, elidable=True),
    ]

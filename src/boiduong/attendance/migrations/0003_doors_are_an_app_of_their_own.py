import django.db.models.deletion
from django.db import migrations, models


def hand_quotas_to_doors(apps, schema_editor):
    """What the last version of each campaign's rules says of marks by name: doors now keep it for themselves."""
    quotas = apps.get_model("doors", "Quota").objects
    for rules in apps.get_model("attendance", "RuleSet").objects.order_by("campaign", "-number").distinct("campaign"):
        quotas.update_or_create(
            campaign_id=rules.campaign_id, defaults={"manual_count": rules.manual_quota, "supervised_count": rules.supervised_count}
        )


class Migration(migrations.Migration):

    dependencies = [
        ('attendance', '0002_rules_supervisors_and_signed_sheets'),
        ('doors', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(hand_quotas_to_doors, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="oddcase",
                    name="check_in",
                    field=models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="odd_cases", to="doors.checkin"
                    ),
                ),
                *[migrations.DeleteModel(name) for name in ("Unlisted", "SupervisorCall", "SupervisorPin", "CheckIn", "Device")],
            ],
        ),
    ]

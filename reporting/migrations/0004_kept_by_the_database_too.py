"""What the database keeps whoever writes: histories are append-only, signed editions stand."""

from django.db import migrations

REFUSE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION disputes_refuse();
"""
# Room on every page for new versions of its cells: an update then touches no index.
ROOM = "ALTER TABLE reporting_cell SET (fillfactor = 85)"
HISTORIES = (
    "reporting_activityrecord",
    "reporting_editionstep",
    "reporting_signededition",
    "reporting_erratum",
    "reporting_unlocking",
    "reporting_release",
    "reporting_releasedcell",
    "reporting_disclosureapproval",
    "reporting_remarkanswer",
)
# A draft changes until it is signed; from then on it is neither changed nor deleted.
SIGNED = """
CREATE FUNCTION reporting_refuse_signed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'a signed edition is never changed'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER signed_stands BEFORE UPDATE OR DELETE ON reporting_edition
    FOR EACH ROW WHEN (OLD.status = 'signed') EXECUTE FUNCTION reporting_refuse_signed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0003_annual_report"),
        ("disputes", "0002_kept_by_the_database"),
    ]
    operations = [
        migrations.RunSQL(ROOM, "ALTER TABLE reporting_cell RESET (fillfactor)"),
        *(
            migrations.RunSQL(REFUSE.format(table=table), f"DROP TRIGGER append_only ON {table};")
            for table in HISTORIES
        ),
        migrations.RunSQL(SIGNED, "DROP FUNCTION reporting_refuse_signed() CASCADE"),
    ]

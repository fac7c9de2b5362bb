from django.db import migrations

from reporting.dirty import dispute_triggers, record_triggers

# A unit came under other ancestors: their sums change in every month that the ancestry covers.
# The lock waits for a running drain, which would still add to the old ancestors.
TREE = """
CREATE FUNCTION reporting_dirty_tree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE line disputes_unitancestry;
BEGIN
    LOCK TABLE reporting_rolluplock IN EXCLUSIVE MODE;
    FOREACH line IN ARRAY ARRAY[OLD, NEW] LOOP
        INSERT INTO reporting_dirtykey (unit_id, month, marked_at)
        SELECT DISTINCT line.ancestor_id, month, now() FROM reporting_cell
        WHERE unit_id = line.unit_id AND month >= line.since AND month < line.until;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER dirty_tree AFTER INSERT OR UPDATE OR DELETE ON disputes_unitancestry
    FOR EACH ROW EXECUTE FUNCTION reporting_dirty_tree();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("disputes", "0002_kept_by_the_database")]
    operations = [
        dispute_triggers("unit_id, registered_on, kind_id, source, state = 'voided' AS void"),
        record_triggers(
            "disputes_disputeevent",
            "occurred_on, change, days, action",
            where="change <> 0 OR action = 'relapse'",
        ),
        record_triggers("disputes_mediationsession", "held_on, outcome", where="mode = 'hearing'"),
        record_triggers(
            "disputes_agreement",
            "effective_on, due_on, fulfilled_on",
            where="effective_on IS NOT NULL",
        ),
        record_triggers("disputes_referral", "sent_on"),
        record_triggers("disputes_followup", "held_on"),
        migrations.RunSQL(TREE, "DROP FUNCTION reporting_dirty_tree() CASCADE"),
    ]

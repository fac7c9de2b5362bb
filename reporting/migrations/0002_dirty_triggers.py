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


# What is counted from the rows (edges of periods, drill-down) is one range in each unit.
INDEXES = {
    "reporting_event_day": "disputes_disputeevent (unit_id, occurred_on)",
    "reporting_session_day": "disputes_mediationsession (unit_id, held_on)",
    "reporting_agreement_day": "disputes_agreement (unit_id, effective_on)",
    "reporting_resolution_day": "disputes_dispute (unit_id, resolved_on)",
    "reporting_recurrence": "disputes_recurrence (dispute_id) WHERE is_recurrence",
}


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("disputes", "0002_kept_by_the_database")]
    operations = [
        dispute_triggers(
            "unit_id, registered_on, kind_id, source, track, risk_level_id, people_count, amount,"
            " repeat_alarm, group_event, involves_minor, domestic_violence,"
            " state = 'voided' AS void"
        ),
        record_triggers(
            "disputes_disputeevent",
            "occurred_on, recorded_at, change, days, action, from_state, to_state",
        ),
        record_triggers("disputes_mediationsession", "held_on, mode, ordinal, outcome"),
        record_triggers(
            "disputes_agreement",
            "effective_on, due_on, fulfilled_on, breached_on, replaced_on, has_waiver",
            where="effective_on IS NOT NULL OR breached_on IS NOT NULL",
        ),
        record_triggers("disputes_confirmation", "applied_on, result, result_on"),
        record_triggers("disputes_referral", "sent_on, answered_on, resolved_on"),
        record_triggers("disputes_followup", "held_on, satisfaction"),
        record_triggers("disputes_criminalcase", "filed_on, deaths"),
        migrations.RunSQL(TREE, "DROP FUNCTION reporting_dirty_tree() CASCADE"),
        *(
            migrations.RunSQL(f"CREATE INDEX {name} ON {on}", f"DROP INDEX {name}")
            for name, on in INDEXES.items()
        ),
    ]

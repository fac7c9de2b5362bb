"""What the database keeps of the tables of hearings, calendar and case files, whoever writes."""

from django.db import migrations

# Records carry their dispute's unit, like those of 0002.
KEEP = """
CREATE TRIGGER keep_unit BEFORE INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION disputes_keep_unit();
"""
RECORDS = (
    "disputes_appointment",
    "disputes_attachment",
    "disputes_papersignature",
    "disputes_volume",
    "disputes_annex",
)
FOLLOW = """
CREATE FUNCTION disputes_follow_unit_too() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    {updates}
    RETURN NULL;
END $$;
CREATE TRIGGER follow_unit_too AFTER UPDATE ON disputes_dispute FOR EACH ROW
    WHEN (OLD.unit_id <> NEW.unit_id) EXECUTE FUNCTION disputes_follow_unit_too();
""".format(
    updates="\n    ".join(
        f"UPDATE {table} SET unit_id = NEW.unit_id WHERE dispute_id = NEW.id;" for table in RECORDS
    )
)
REFUSE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION disputes_refuse();
"""
HISTORIES = ("disputes_storedfile", "disputes_papersignature", "disputes_appointmentmove")

# Nobody and no room twice at once. A key becomes a range of one value, so that the range operator
# class, which is built in, compares it; with btree_gist it would say `resource WITH =`.
NOT_TWICE = """
ALTER TABLE disputes_booking ADD CONSTRAINT booking_not_twice EXCLUDE USING gist (
    int8range(resource, resource, '[]') WITH &&,
    tstzrange(starts_at, ends_at) WITH &&
) WHERE (blocks);
"""

# Rules of case files and seals of units end, and change in nothing else.
ENDS = """
CREATE FUNCTION disputes_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'UPDATE' AND OLD.until IS NULL
       AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% only ends', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER only_ends BEFORE UPDATE OR DELETE ON disputes_casefilerule
    FOR EACH ROW EXECUTE FUNCTION disputes_only_ends();
CREATE TRIGGER only_ends BEFORE UPDATE OR DELETE ON disputes_sealimage
    FOR EACH ROW EXECUTE FUNCTION disputes_only_ends();
"""
# A volume is as it was bound, and an annex as it was decided, from then on.
BOUND = """
CREATE TRIGGER bound BEFORE UPDATE OR DELETE ON disputes_volume
    FOR EACH ROW WHEN (OLD.progress = 'done') EXECUTE FUNCTION disputes_refuse();
CREATE TRIGGER decided BEFORE UPDATE OR DELETE ON disputes_annex
    FOR EACH ROW WHEN (OLD.approved IS NOT NULL) EXECUTE FUNCTION disputes_refuse();
"""
UNBOUND = """
DROP TRIGGER bound ON disputes_volume;
DROP TRIGGER decided ON disputes_annex;
"""

# An opinion of a hearing is sealed: never changed, never deleted, none taken after the reveal;
# and what was revealed is not hidden again.
SEALED = """
CREATE FUNCTION disputes_keep_opinion() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION '% is sealed', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT FROM disputes_opinionreveal WHERE hearing_id = NEW.hearing_id) THEN
        RAISE EXCEPTION 'the opinions of hearing % are revealed', NEW.hearing_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sealed BEFORE INSERT OR UPDATE OR DELETE ON disputes_hearingopinion
    FOR EACH ROW EXECUTE FUNCTION disputes_keep_opinion();
CREATE TRIGGER sealed BEFORE UPDATE OR DELETE ON disputes_opinionreveal
    FOR EACH ROW EXECUTE FUNCTION disputes_keep_opinion();
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0003_hearings_and_case_file")]
    operations = [
        *(migrations.RunSQL(KEEP.format(table=table), migrations.RunSQL.noop) for table in RECORDS),
        migrations.RunSQL(FOLLOW, "DROP FUNCTION disputes_follow_unit_too() CASCADE"),
        *(
            migrations.RunSQL(REFUSE.format(table=table), migrations.RunSQL.noop)
            for table in HISTORIES
        ),
        migrations.RunSQL(ENDS, "DROP FUNCTION disputes_only_ends() CASCADE"),
        migrations.RunSQL(BOUND, UNBOUND),
        migrations.RunSQL(
            NOT_TWICE, "ALTER TABLE disputes_booking DROP CONSTRAINT booking_not_twice"
        ),
        migrations.RunSQL(SEALED, "DROP FUNCTION disputes_keep_opinion() CASCADE"),
    ]

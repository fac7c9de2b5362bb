"""What the database keeps whoever writes: append-only histories, ancestors, units of records."""

from django.db import migrations

# Events and audit entries are history. An event's unit follows its dispute; nothing else moves.
APPEND_ONLY = """
CREATE FUNCTION disputes_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'unit_id' = to_jsonb(OLD) - 'unit_id'
       AND TG_TABLE_NAME <> 'disputes_auditevent' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
REFUSE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION disputes_refuse();
"""

# A dispute carries the ancestors of its unit, so that a scope is one indexed equality.
ANCESTORS = """
CREATE FUNCTION disputes_place() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    SELECT province_id, city_id, county_id INTO NEW.province_id, NEW.city_id, NEW.county_id
    FROM disputes_unit WHERE id = NEW.unit_id;
    RETURN NEW;
END $$;
CREATE TRIGGER place BEFORE INSERT OR UPDATE OF unit_id ON disputes_dispute
    FOR EACH ROW EXECUTE FUNCTION disputes_place();
CREATE FUNCTION disputes_replace() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE disputes_dispute SET province_id = NEW.province_id, city_id = NEW.city_id,
        county_id = NEW.county_id WHERE unit_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER replace AFTER UPDATE ON disputes_unit FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id))
    EXECUTE FUNCTION disputes_replace();
"""

# A record carries its dispute's unit. FOR SHARE waits for a dispute that is being moved to
# another unit at this moment; without it the record would keep the old one.
UNITS = """
CREATE FUNCTION disputes_keep_unit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    SELECT unit_id INTO NEW.unit_id FROM disputes_dispute WHERE id = NEW.dispute_id FOR SHARE;
    RETURN NEW;
END $$;
"""
KEEP = """
CREATE TRIGGER keep_unit BEFORE INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION disputes_keep_unit();
"""
RECORDS = (
    "disputes_disputeevent",
    "disputes_riskassessment",
    "disputes_party",
    "disputes_representative",
    "disputes_partymark",
    "disputes_evidence",
    "disputes_appraisal",
    "disputes_finding",
    "disputes_notice",
    "disputes_recusal",
    "disputes_extension",
    "disputes_warningdecision",
    "disputes_mediationsession",
    "disputes_hearing",
    "disputes_agreement",
    "disputes_confirmation",
    "disputes_referral",
    "disputes_followup",
    "disputes_sampledcase",
    "disputes_review",
    "disputes_criminalcase",
    "disputes_recurrence",
    "disputes_methodstepdone",
    "disputes_paper",
    "disputes_alert",
)
FOLLOW = """
CREATE FUNCTION disputes_follow_unit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    {updates}
    RETURN NULL;
END $$;
CREATE TRIGGER follow_unit AFTER UPDATE ON disputes_dispute FOR EACH ROW
    WHEN (OLD.unit_id <> NEW.unit_id) EXECUTE FUNCTION disputes_follow_unit();
""".format(
    updates="\n    ".join(
        f"UPDATE {table} SET unit_id = NEW.unit_id WHERE dispute_id = NEW.id;" for table in RECORDS
    )
)
HISTORIES = (
    "disputes_disputeevent",
    "disputes_riskassessment",
    "disputes_finding",
    "disputes_notice",
    "disputes_extension",
    "disputes_sampledraw",
    "disputes_papertemplate",
    "disputes_paperfile",
    "disputes_auditevent",
)
DROP = "DROP FUNCTION {name}() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_initial")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, DROP.format(name="disputes_refuse")),
        *(
            migrations.RunSQL(REFUSE.format(table=table), migrations.RunSQL.noop)
            for table in HISTORIES
        ),
        migrations.RunSQL(
            ANCESTORS,
            "DROP FUNCTION disputes_place() CASCADE; DROP FUNCTION disputes_replace() CASCADE",
        ),
        migrations.RunSQL(UNITS, DROP.format(name="disputes_keep_unit")),
        *(migrations.RunSQL(KEEP.format(table=table), migrations.RunSQL.noop) for table in RECORDS),
        migrations.RunSQL(FOLLOW, DROP.format(name="disputes_follow_unit")),
    ]

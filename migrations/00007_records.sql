-- What is kept beside the dataset: figures that people report, each for good; the keys
-- of those who may write; what indicators were, by quarter. No version of the dataset
-- is made of these tables. What answers are made of has a version of its own, which
-- triggers change with whatever program changes a row.

-- +goose Up
SET LOCAL ROLE lifecircle_owner;

CREATE TABLE lifecircle.reported (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit text NOT NULL CHECK (unit ~ '^[a-z0-9-]+$'),
  indicator text NOT NULL CHECK (indicator <> ''),
  value double precision NOT NULL CHECK (value > '-Infinity' AND value < 'Infinity'),
  year integer NOT NULL,
  source text NOT NULL CHECK (source <> ''),
  evidence text NOT NULL DEFAULT '',
  reported_at timestamptz NOT NULL DEFAULT date_trunc('second', clock_timestamp()),
  reported_by text NOT NULL DEFAULT session_user
);
CREATE INDEX reported_of_idx ON lifecircle.reported (unit, indicator, year, number);
COMMENT ON TABLE lifecircle.reported IS 'Figures that somebody reports; of the same unit, indicator and year the one with the highest number stands';

CREATE TABLE lifecircle.keys (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE,
  name text NOT NULL CHECK (name <> ''),
  role text NOT NULL CHECK (role IN ('designer', 'admin')),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  created timestamptz NOT NULL,
  revoked timestamptz
);
COMMENT ON TABLE lifecircle.keys IS 'Who may write over HTTP: hashes of secrets (SHA-256), never the secrets';

CREATE TABLE lifecircle.results (
  unit text NOT NULL CHECK (unit ~ '^[a-z0-9-]+$'),
  indicator text NOT NULL CHECK (indicator <> ''),
  quarter text NOT NULL CHECK (quarter ~ '^[0-9]{4}Q[1-4]$'),
  taken_at timestamptz NOT NULL,
  dataset_version text NOT NULL,
  standards_version text NOT NULL,
  value double precision CHECK (value > '-Infinity' AND value < 'Infinity'),
  lamp text NOT NULL CHECK (lamp IN ('green', 'yellow', 'red', 'grey')),
  PRIMARY KEY (unit, indicator, quarter)
);
COMMENT ON TABLE lifecircle.results IS 'What indicators were, by quarter; value is null where it was unknown';

CREATE TABLE lifecircle.records_version (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version text NOT NULL
);
COMMENT ON TABLE lifecircle.records_version IS 'Another one after every change of reported or results';
INSERT INTO lifecircle.records_version (version) VALUES (replace(gen_random_uuid()::text, '-', ''));

-- +goose StatementBegin
CREATE FUNCTION lifecircle.note_record() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE lifecircle.records_version SET version = replace(gen_random_uuid()::text, '-', '');
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER note_record AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON lifecircle.reported
  FOR EACH STATEMENT EXECUTE FUNCTION lifecircle.note_record();
CREATE TRIGGER note_record AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON lifecircle.results
  FOR EACH STATEMENT EXECUTE FUNCTION lifecircle.note_record();

-- A reader sees what answers are made of. Hashes of keys are for those who check them:
-- a server takes writes only with a login that may write, and one that may not has no
-- key to check. Reported figures are never changed, nor are they taken away.
GRANT SELECT ON lifecircle.reported, lifecircle.results, lifecircle.records_version TO lifecircle_reader;
GRANT INSERT ON lifecircle.reported TO lifecircle_writer;
GRANT INSERT, UPDATE, DELETE ON lifecircle.results TO lifecircle_writer;
GRANT SELECT, INSERT ON lifecircle.keys TO lifecircle_writer;
GRANT UPDATE (revoked) ON lifecircle.keys TO lifecircle_writer;
RESET ROLE;

-- +goose Down
-- What people have reported is not dropped by a slip of the hand.
-- +goose StatementBegin
DO $$
DECLARE
  t text;
  filled boolean;
BEGIN
  FOREACH t IN ARRAY ARRAY['reported', 'keys', 'results'] LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM lifecircle.%I)', t) INTO filled;
    IF filled AND coalesce(current_setting('lifecircle.drop_data', true), '') <> 'yes' THEN
      RAISE EXCEPTION 'table lifecircle.% has rows, which this step down would drop: say that the data may go', t;
    END IF;
  END LOOP;
END
$$;
-- +goose StatementEnd
DROP TABLE lifecircle.reported, lifecircle.keys, lifecircle.results, lifecircle.records_version;
DROP FUNCTION lifecircle.note_record();

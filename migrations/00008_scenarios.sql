-- Saved scenarios: lists of edits of the dataset, with a name. No version of the dataset
-- is made of them; answers are, and so triggers change the version of the records.

-- +goose Up
SET LOCAL ROLE lifecircle_owner;

CREATE TABLE lifecircle.scenarios (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE CHECK (id ~ '^[0-9a-f]{8}$'),
  name text NOT NULL CHECK (name <> ''),
  author text NOT NULL CHECK (author <> ''),
  saved_by text NOT NULL CHECK (saved_by <> ''),
  dataset_version text NOT NULL,
  body text NOT NULL CHECK (json_typeof(body::json) = 'object'),
  created timestamptz NOT NULL,
  applied_at timestamptz,
  applied_by text,
  applied_before text,
  applied_after text,
  CHECK (num_nulls(applied_at, applied_by, applied_before, applied_after) IN (0, 4))
);
COMMENT ON TABLE lifecircle.scenarios IS 'Saved scenarios; body is what was sent, to the byte; applied_… are set while its edits are in the dataset';

CREATE TRIGGER note_record AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON lifecircle.scenarios
  FOR EACH STATEMENT EXECUTE FUNCTION lifecircle.note_record();

-- What was saved is not rewritten, only marked as applied, or deleted.
GRANT SELECT ON lifecircle.scenarios TO lifecircle_reader;
GRANT SELECT, INSERT, DELETE ON lifecircle.scenarios TO lifecircle_writer;
GRANT UPDATE (applied_at, applied_by, applied_before, applied_after) ON lifecircle.scenarios TO lifecircle_writer;
RESET ROLE;

-- +goose Down
-- What people have saved is not dropped by a slip of the hand.
-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM lifecircle.scenarios) AND coalesce(current_setting('lifecircle.drop_data', true), '') <> 'yes' THEN
    RAISE EXCEPTION 'table lifecircle.scenarios has rows, which this step down would drop: say that the data may go';
  END IF;
END
$$;
-- +goose StatementEnd
DROP TABLE lifecircle.scenarios;

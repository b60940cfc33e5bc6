-- The versions that the dataset had, and what they held. A commit of lifecircle notes
-- the version that it makes in history, and keeps in kept what the layers that it
-- changes held before: each content once, under its version, as the compressed
-- binary COPY of its rows. Nobody's figures are made of these tables, and no trigger
-- watches them.

-- +goose Up
SET LOCAL ROLE lifecircle_owner;

CREATE TABLE lifecircle.history (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  what text NOT NULL,
  outside boolean NOT NULL DEFAULT false,
  pruned boolean NOT NULL DEFAULT false,
  layers jsonb NOT NULL,
  about jsonb NOT NULL
);
COMMENT ON TABLE lifecircle.history IS 'Every version that the dataset had: when, by what, its layers, and what was said of it';

CREATE TABLE lifecircle.kept (
  layer text NOT NULL,
  version text NOT NULL,
  part integer NOT NULL,
  columns text[] NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (layer, version, part)
);
COMMENT ON TABLE lifecircle.kept IS 'What layers held in versions that can be restored';
-- It is compressed already.
ALTER TABLE lifecircle.kept ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE lifecircle.history_keep (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  versions integer NOT NULL CHECK (versions >= 0)
);
COMMENT ON TABLE lifecircle.history_keep IS 'How many versions before the current one are kept; 20 while nothing is said';

GRANT SELECT ON lifecircle.history, lifecircle.kept, lifecircle.history_keep TO lifecircle_reader;
GRANT INSERT, UPDATE, DELETE ON lifecircle.history, lifecircle.kept, lifecircle.history_keep TO lifecircle_writer;
RESET ROLE;

-- +goose Down
-- What can be brought back is not dropped by a slip of the hand.
-- +goose StatementBegin
DO $$
BEGIN
  IF coalesce(current_setting('lifecircle.drop_data', true), '') <> 'yes' AND EXISTS (SELECT FROM lifecircle.kept) THEN
    RAISE EXCEPTION 'table lifecircle.kept holds versions that can be restored, which this step down would drop: say that the data may go';
  END IF;
END
$$;
-- +goose StatementEnd
DROP TABLE lifecircle.history, lifecircle.kept, lifecircle.history_keep;

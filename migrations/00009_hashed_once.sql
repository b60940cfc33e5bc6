-- A row is hashed once when a change is noted. The planner moved the hash of the inner
-- query of 00003 to where its two halves are used, and so it was computed for each half;
-- OFFSET 0 keeps it where it stands (PostgreSQL documentation, 7.6: it is an optimization
-- fence, since a query with OFFSET is not pulled up). The sums are the same: versions stay.

-- +goose Up
SET LOCAL ROLE lifecircle_owner;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION lifecircle.note_change() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET extra_float_digits = 1
AS $$
-- TG_ARGV: the layer, and the columns that are its content.
DECLARE
  count_rows CONSTANT text := 'SELECT count(*), coalesce(sum(substring(h FROM 1 FOR 64)::bigint), 0),
    coalesce(sum(substring(h FROM 65)::bigint), 0) FROM (SELECT (''x'' || md5(ROW(%s)::text))::bit(128) AS h FROM %I OFFSET 0) hashed';
  came bigint := 0; came_a numeric := 0; came_b numeric := 0;
  went bigint := 0; went_a numeric := 0; went_b numeric := 0;
BEGIN
  IF TG_OP IN ('INSERT', 'UPDATE') THEN
    EXECUTE format(count_rows, TG_ARGV[1], 'new_rows') INTO came, came_a, came_b;
  END IF;
  IF TG_OP IN ('DELETE', 'UPDATE') THEN
    EXECUTE format(count_rows, TG_ARGV[1], 'old_rows') INTO went, went_a, went_b;
  ELSIF TG_OP = 'TRUNCATE' THEN
    SELECT coalesce(sum(c.rows), 0), coalesce(sum(c.sum_a), 0), coalesce(sum(c.sum_b), 0) INTO went, went_a, went_b
      FROM lifecircle.changes c WHERE c.layer = TG_ARGV[0];
  END IF;
  IF came = went AND came_a = went_a AND came_b = went_b THEN
    RETURN NULL;
  END IF;
  INSERT INTO lifecircle.changes AS c (layer, xact, rows, sum_a, sum_b)
    VALUES (TG_ARGV[0], pg_current_xact_id(), came - went, came_a - went_a, came_b - went_b)
    ON CONFLICT ON CONSTRAINT changes_pkey DO UPDATE
    SET rows = c.rows + excluded.rows, sum_a = c.sum_a + excluded.sum_a, sum_b = c.sum_b + excluded.sum_b;
  PERFORM pg_notify('lifecircle', TG_ARGV[0]);
  RETURN NULL;
END
$$;
-- +goose StatementEnd
RESET ROLE;

-- +goose Down
SET LOCAL ROLE lifecircle_owner;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION lifecircle.note_change() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET extra_float_digits = 1
AS $$
-- TG_ARGV: the layer, and the columns that are its content.
DECLARE
  count_rows CONSTANT text := 'SELECT count(*), coalesce(sum((''x'' || left(h, 16))::bit(64)::bigint), 0),
    coalesce(sum((''x'' || right(h, 16))::bit(64)::bigint), 0) FROM (SELECT md5(ROW(%s)::text) AS h FROM %I) hashed';
  came bigint := 0; came_a numeric := 0; came_b numeric := 0;
  went bigint := 0; went_a numeric := 0; went_b numeric := 0;
BEGIN
  IF TG_OP IN ('INSERT', 'UPDATE') THEN
    EXECUTE format(count_rows, TG_ARGV[1], 'new_rows') INTO came, came_a, came_b;
  END IF;
  IF TG_OP IN ('DELETE', 'UPDATE') THEN
    EXECUTE format(count_rows, TG_ARGV[1], 'old_rows') INTO went, went_a, went_b;
  ELSIF TG_OP = 'TRUNCATE' THEN
    SELECT coalesce(sum(c.rows), 0), coalesce(sum(c.sum_a), 0), coalesce(sum(c.sum_b), 0) INTO went, went_a, went_b
      FROM lifecircle.changes c WHERE c.layer = TG_ARGV[0];
  END IF;
  IF came = went AND came_a = went_a AND came_b = went_b THEN
    RETURN NULL;
  END IF;
  INSERT INTO lifecircle.changes AS c (layer, xact, rows, sum_a, sum_b)
    VALUES (TG_ARGV[0], pg_current_xact_id(), came - went, came_a - went_a, came_b - went_b)
    ON CONFLICT ON CONSTRAINT changes_pkey DO UPDATE
    SET rows = c.rows + excluded.rows, sum_a = c.sum_a + excluded.sum_a, sum_b = c.sum_b + excluded.sum_b;
  PERFORM pg_notify('lifecircle', TG_ARGV[0]);
  RETURN NULL;
END
$$;
-- +goose StatementEnd
RESET ROLE;

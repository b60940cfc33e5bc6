-- What is noted of every change, whoever makes it: of each layer and transaction one
-- row, with how many rows came or went and by how much the layer's sums moved. A
-- row of a layer counts with its hash (both halves of an MD5 over its columns), so
-- the sums over all changes that a snapshot sees tell its content: the version is
-- made of them, without reading a row (incremental multiset hashing: Bellare and
-- Micciancio 1997, AdHASH). Nobody waits for anybody: each transaction has rows of
-- its own. Whoever listens on the channel lifecircle hears the layer's name.

-- +goose Up
SET LOCAL ROLE lifecircle_owner;

CREATE TABLE lifecircle.changes (
  layer text NOT NULL,
  xact xid8 NOT NULL,
  rows bigint NOT NULL,
  sum_a numeric NOT NULL,
  sum_b numeric NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  changed_by text NOT NULL DEFAULT session_user,
  program text DEFAULT current_setting('application_name'),
  PRIMARY KEY (layer, xact)
);
COMMENT ON TABLE lifecircle.changes IS 'Every change of a layer: when, by whom, and what it did to the version';
GRANT SELECT ON lifecircle.changes TO lifecircle_reader;

-- +goose StatementBegin
CREATE FUNCTION lifecircle.note_change() RETURNS trigger
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

DO $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT * FROM (VALUES
    ('units', 'geom, code, name, name_en, level, type, population, population_year, seat, source, superseded_by'),
    ('built_up', 'geom, id, unit, source'),
    ('facilities', 'geom, id, name, categories, status, area_m2, attributes, entrances, footprint, source, superseded_by'),
    ('roads', 'geom, id, name, highway, oneway, oneway_bicycle, access, vehicle, foot, bicycle, motor, sidewalk, max_speed_kmh, surface, bridge, tunnel, level, duration_s, from_barrier, to_barrier, from_node, to_node, source'),
    ('greenways', 'geom, id, name, status, grade, connector, source'),
    ('parks', 'geom, id, name, kind, status, entrances, source'),
    ('parcels', 'geom, id, use, dwellings, population, source'),
    ('buildings', 'geom, id, use, levels, dwellings, source'),
    ('barriers', 'geom, id, kind, source'),
    ('population', 'geom, id, cell, persons, age_groups, source, superseded_by'),
    ('homes', 'geom, id, persons, age_groups, residential_m2, dwellings, street_m, town, village, cell, parcel, grain_m, source'),
    ('meta', 'key, value'),
    ('sources', 'name, file, license, attribution, date')
  ) AS tables(name, content) LOOP
    EXECUTE format('CREATE TRIGGER note_insert AFTER INSERT ON lifecircle.%1$I
      REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION lifecircle.note_change(%1$L, %2$L)', t.name, t.content);
    EXECUTE format('CREATE TRIGGER note_update AFTER UPDATE ON lifecircle.%1$I
      REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION lifecircle.note_change(%1$L, %2$L)', t.name, t.content);
    EXECUTE format('CREATE TRIGGER note_delete AFTER DELETE ON lifecircle.%1$I
      REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION lifecircle.note_change(%1$L, %2$L)', t.name, t.content);
    EXECUTE format('CREATE TRIGGER note_truncate AFTER TRUNCATE ON lifecircle.%1$I
      FOR EACH STATEMENT EXECUTE FUNCTION lifecircle.note_change(%1$L, %2$L)', t.name, t.content);
    -- Rows that are there already count from here on: an UPDATE of nothing would
    -- cancel itself out, so they are counted as the trigger would count an INSERT.
    EXECUTE format('INSERT INTO lifecircle.changes (layer, xact, rows, sum_a, sum_b)
      SELECT %1$L, pg_current_xact_id(), count(*), sum((''x'' || left(h, 16))::bit(64)::bigint), sum((''x'' || right(h, 16))::bit(64)::bigint)
      FROM (SELECT md5(ROW(%2$s)::text) AS h FROM lifecircle.%1$I) hashed HAVING count(*) > 0', t.name, t.content);
  END LOOP;
END
$$;
-- +goose StatementEnd
RESET ROLE;

-- +goose Down
-- +goose StatementBegin
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT tgname, tgrelid::regclass AS on_table FROM pg_trigger
    WHERE tgfoid = 'lifecircle.note_change()'::regprocedure AND NOT tgisinternal LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', t.tgname, t.on_table);
  END LOOP;
END
$$;
-- +goose StatementEnd
DROP FUNCTION lifecircle.note_change();
DROP TABLE lifecircle.changes;

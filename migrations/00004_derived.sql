-- What an import works out and says with the row it belongs to: by how much the people
-- of a town were multiplied to be its official residents; that a built-up area was
-- derived from land use and not drawn; of which classification a parcel's use is read.
-- The new columns are content: versions count them.

-- +goose Up
SET LOCAL ROLE lifecircle_owner;

ALTER TABLE lifecircle.units ADD COLUMN population_factor double precision
  CHECK (population_factor >= 0 AND population_factor < 'Infinity');
COMMENT ON COLUMN lifecircle.units.population_factor IS 'Official residents by the sum of the homes, as of the last import; null where people are not rescaled';
ALTER TABLE lifecircle.built_up ADD COLUMN derived boolean;
COMMENT ON COLUMN lifecircle.built_up.derived IS 'Made from land use by an import, and not drawn: a drawn one counts instead';
ALTER TABLE lifecircle.parcels ADD COLUMN code text;
COMMENT ON COLUMN lifecircle.parcels.code IS 'Classification and code that the use is read from, as in gbt21010:0702';

-- +goose StatementBegin
CREATE FUNCTION lifecircle.count_content(layer text, content text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
-- What is noted of the changes of a layer from now on are these columns; the sums of
-- what is there are put right.
DECLARE
  op text;
BEGIN
  FOREACH op IN ARRAY ARRAY['insert', 'update', 'delete', 'truncate'] LOOP
    EXECUTE format('DROP TRIGGER %I ON lifecircle.%I', 'note_' || op, layer);
  END LOOP;
  EXECUTE format('CREATE TRIGGER note_insert AFTER INSERT ON lifecircle.%1$I
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION lifecircle.note_change(%1$L, %2$L)', layer, content);
  EXECUTE format('CREATE TRIGGER note_update AFTER UPDATE ON lifecircle.%1$I
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION lifecircle.note_change(%1$L, %2$L)', layer, content);
  EXECUTE format('CREATE TRIGGER note_delete AFTER DELETE ON lifecircle.%1$I
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION lifecircle.note_change(%1$L, %2$L)', layer, content);
  EXECUTE format('CREATE TRIGGER note_truncate AFTER TRUNCATE ON lifecircle.%1$I
    FOR EACH STATEMENT EXECUTE FUNCTION lifecircle.note_change(%1$L, %2$L)', layer, content);
  EXECUTE format('INSERT INTO lifecircle.changes AS c (layer, xact, rows, sum_a, sum_b)
    SELECT %1$L, pg_current_xact_id(), 0, n.a - w.a, n.b - w.b
    FROM (SELECT coalesce(sum((''x'' || left(h, 16))::bit(64)::bigint), 0) AS a, coalesce(sum((''x'' || right(h, 16))::bit(64)::bigint), 0) AS b
        FROM (SELECT md5(ROW(%2$s)::text) AS h FROM lifecircle.%1$I) hashed) n,
      (SELECT coalesce(sum(sum_a), 0) AS a, coalesce(sum(sum_b), 0) AS b FROM lifecircle.changes WHERE layer = %1$L) w
    WHERE n.a <> w.a OR n.b <> w.b
    ON CONFLICT ON CONSTRAINT changes_pkey DO UPDATE SET sum_a = c.sum_a + excluded.sum_a, sum_b = c.sum_b + excluded.sum_b', layer, content);
END
$$;
-- +goose StatementEnd
SELECT lifecircle.count_content('units', 'geom, code, name, name_en, level, type, population, population_year, population_factor, seat, source, superseded_by');
SELECT lifecircle.count_content('built_up', 'geom, id, unit, derived, source');
SELECT lifecircle.count_content('parcels', 'geom, id, use, code, dwellings, population, source');
REVOKE EXECUTE ON FUNCTION lifecircle.count_content FROM PUBLIC;
RESET ROLE;

-- +goose Down
SET LOCAL ROLE lifecircle_owner;
-- What people have collected is not dropped by a slip of the hand; what an import works
-- out, the next one works out again.
-- +goose StatementBegin
DO $$
BEGIN
  IF coalesce(current_setting('lifecircle.drop_data', true), '') <> 'yes' AND EXISTS (SELECT FROM lifecircle.parcels WHERE code IS NOT NULL) THEN
    RAISE EXCEPTION 'parcels have codes of a classification, which this step down would drop: export what you need, then say that the data may go';
  END IF;
END
$$;
-- +goose StatementEnd
SELECT lifecircle.count_content('units', 'geom, code, name, name_en, level, type, population, population_year, seat, source, superseded_by');
SELECT lifecircle.count_content('built_up', 'geom, id, unit, source');
SELECT lifecircle.count_content('parcels', 'geom, id, use, dwellings, population, source');
DROP FUNCTION lifecircle.count_content;
ALTER TABLE lifecircle.units DROP COLUMN population_factor;
ALTER TABLE lifecircle.built_up DROP COLUMN derived;
ALTER TABLE lifecircle.parcels DROP COLUMN code;
RESET ROLE;

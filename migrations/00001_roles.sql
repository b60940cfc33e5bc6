-- The schema and who may do what in it. The three roles cannot log in: a login is
-- made a member of one of them (GRANT lifecircle_reader TO maria). Roles belong to
-- the whole server, so they may be there already.

-- +goose Up
-- +goose StatementBegin
DO $$
DECLARE
  wanted text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'postgis') THEN
    BEGIN
      CREATE EXTENSION postgis;
    EXCEPTION WHEN OTHERS THEN
      RAISE EXCEPTION 'extension postgis is missing, and % may not make it: a superuser has to run CREATE EXTENSION postgis in this database (%)',
        current_user, SQLERRM;
    END;
  END IF;
  FOREACH wanted IN ARRAY ARRAY['lifecircle_owner', 'lifecircle_writer', 'lifecircle_reader'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION
        WHEN duplicate_object OR unique_violation THEN NULL; -- another database was migrated at the same moment
        WHEN insufficient_privilege THEN
          RAISE EXCEPTION 'role % is missing, and % may not make it: a role with CREATEROLE has to run CREATE ROLE % NOLOGIN',
            wanted, current_user, wanted;
      END;
    END IF;
  END LOOP;
  IF NOT pg_has_role(current_user, 'lifecircle_owner', 'MEMBER') THEN
    EXECUTE format('GRANT lifecircle_owner TO %I', current_user);
  END IF;
  IF NOT pg_has_role('lifecircle_writer', 'lifecircle_reader', 'MEMBER') THEN
    GRANT lifecircle_reader TO lifecircle_writer;
  END IF;
END
$$;
-- +goose StatementEnd

CREATE SCHEMA lifecircle AUTHORIZATION lifecircle_owner;
COMMENT ON SCHEMA lifecircle IS 'lifecircle: boundaries, facilities, roads and what else its figures are made of';
GRANT USAGE ON SCHEMA lifecircle TO lifecircle_reader;

-- +goose Down
DROP SCHEMA lifecircle;
-- Other databases of this server may use the roles: they go with the last one.
-- +goose StatementBegin
DO $$
DECLARE
  unwanted text;
BEGIN
  FOREACH unwanted IN ARRAY ARRAY['lifecircle_writer', 'lifecircle_reader', 'lifecircle_owner'] LOOP
    BEGIN
      EXECUTE format('DROP ROLE IF EXISTS %I', unwanted);
    EXCEPTION WHEN dependent_objects_still_exist OR insufficient_privilege THEN NULL;
    END;
  END LOOP;
END
$$;
-- +goose StatementEnd

-- The ledger's contents as tables, for people and dashboards. Nothing reads them but they. A value that is not what its
-- column wants is shown as NULL: one odd record must not hide the others.

CREATE FUNCTION lotse.as_json(value text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN value::jsonb;
EXCEPTION WHEN others THEN
    RETURN NULL;
END $$;

CREATE FUNCTION lotse.as_inet(value text) RETURNS inet LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN value::inet;
EXCEPTION WHEN others THEN
    RETURN NULL;
END $$;

CREATE FUNCTION lotse.as_integer(value text) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN value::integer;
EXCEPTION WHEN others THEN
    RETURN NULL;
END $$;

CREATE FUNCTION lotse.as_boolean(value text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN value::boolean;
EXCEPTION WHEN others THEN
    RETURN NULL;
END $$;

CREATE FUNCTION lotse.as_time(value text) RETURNS timestamptz LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN value::timestamptz;
EXCEPTION WHEN others THEN
    RETURN NULL;
END $$;

CREATE FUNCTION lotse.as_texts(value jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN jsonb_typeof(value) = 'array'
        THEN ARRAY(SELECT jsonb_array_elements_text(value)) END
$$;

CREATE FUNCTION lotse.as_range(value jsonb) RETURNS int4range LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN int4range((value ->> 0)::integer, (value ->> 1)::integer, '[]');
EXCEPTION WHEN others THEN
    RETURN NULL;
END $$;

-- The parts of allocation/SPACE/PROTOCOL/PORT, from the end: a space may have a slash in it.
CREATE FUNCTION lotse.key_part(key text, place integer) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT reverse(split_part(reverse(key), '/', place))
$$;

CREATE VIEW lotse.service_registration AS
SELECT
    substr(e.key, length('instance/') + 1) AS service_id,
    j.v ->> 'service_name' AS service_name,
    j.v ->> 'service_type' AS service_type,
    lotse.as_inet(j.v ->> 'ip_address') AS ip_address,
    j.v ->> 'host' AS host,
    j.v ->> 'protocol' AS protocol,
    j.v ->> 'status' AS status,
    lotse.as_integer(j.v ->> 'preferred_port') AS preferred_port,
    lotse.as_range(j.v -> 'port_range') AS port_range,
    j.v ->> 'restart_script' AS restart_script,
    j.v ->> 'environment' AS environment,
    lotse.as_texts(j.v -> 'dependencies') AS dependencies,
    j.v ->> 'health_path' AS health_path,
    j.v -> 'metadata' AS metadata,
    lotse.as_time(j.v ->> 'registered_at') AS registered_at,
    lotse.as_boolean(j.v ->> 'heartbeats') AS heartbeats,
    coalesce(lotse.as_integer(j.v ->> 'priority'), 0) AS priority,
    e.create_revision,
    e.mod_revision
FROM lotse.entry e
CROSS JOIN LATERAL (SELECT lotse.as_json(e.value) AS v OFFSET 0) j
WHERE e.key >= 'instance/' AND e.key < 'instance0';

CREATE VIEW lotse.port_allocation AS
SELECT
    substr(e.key, length('allocation/') + 1,
        greatest(0, length(e.key) - length('allocation/')
            - length(lotse.key_part(e.key, 1)) - length(lotse.key_part(e.key, 2)) - 2))
        AS space,
    lotse.key_part(e.key, 2) AS protocol,
    lotse.as_integer(lotse.key_part(e.key, 1)) AS port,
    j.v ->> 'service_id' AS service_id,
    lotse.as_time(j.v ->> 'since') AS since,
    lotse.as_boolean(j.v ->> 'verified') AS verified,
    e.create_revision,
    e.mod_revision
FROM lotse.entry e
CROSS JOIN LATERAL (SELECT lotse.as_json(e.value) AS v OFFSET 0) j
WHERE e.key >= 'allocation/' AND e.key < 'allocation0';

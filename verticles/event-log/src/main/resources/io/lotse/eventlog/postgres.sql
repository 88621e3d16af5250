-- Durable events. A script that may be run again: what a later release needs more, is added behind it.
CREATE SCHEMA IF NOT EXISTS lotse_events;

-- Whoever stores events locks the topic's row first: offsets become visible in their order and without gaps.
CREATE TABLE IF NOT EXISTS lotse_events.topic (
    name text COLLATE "C" PRIMARY KEY,
    -- the oldest event that is kept
    first_offset bigint NOT NULL DEFAULT 0,
    -- what the next event gets
    end_offset bigint NOT NULL DEFAULT 0,
    -- when the last one was stored, in milliseconds since 1970
    last_at bigint NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 10);

CREATE TABLE IF NOT EXISTS lotse_events.event (
    topic text COLLATE "C" NOT NULL,
    event_offset bigint NOT NULL,
    stored_at bigint NOT NULL,
    -- a hash of what keeps its order
    key bigint NOT NULL,
    -- a hash of source and id
    id_high bigint NOT NULL,
    id_low bigint NOT NULL,
    size integer NOT NULL,
    -- the event as JSON in UTF-8
    body bytea NOT NULL,
    PRIMARY KEY (topic, event_offset)
);
CREATE INDEX IF NOT EXISTS event_id ON lotse_events.event (topic, id_high);
CREATE INDEX IF NOT EXISTS event_stored_at ON lotse_events.event (topic, stored_at);

-- How far a group has come, and what is in its consumers' hands, as Lotse writes it.
CREATE TABLE IF NOT EXISTS lotse_events.consumer_group (
    topic text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    state bytea NOT NULL,
    PRIMARY KEY (topic, name)
) WITH (fillfactor = 50);

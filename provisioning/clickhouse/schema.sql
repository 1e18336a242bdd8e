-- Profiles in ClickHouse: one row a stack and slice of time, `root;…;leaf`, in nanoseconds.
CREATE DATABASE IF NOT EXISTS profiles;

CREATE TABLE IF NOT EXISTS profiles.samples
(
    ts DateTime,
    service String,
    pod String,
    kind String, -- cpu, wall or off_cpu
    stack String,
    value_ns UInt64
)
ENGINE = MergeTree
PARTITION BY toDate(ts)
ORDER BY (service, kind, ts);

-- The roll-up that dashboards read: a profile of a day is as quick as one of a minute.
CREATE TABLE IF NOT EXISTS profiles.by_minute
(
    minute DateTime,
    service String,
    pod String,
    kind String,
    stack String,
    value_ns UInt64
)
ENGINE = SummingMergeTree
PARTITION BY toDate(minute)
ORDER BY (service, kind, minute, pod, stack);

CREATE MATERIALIZED VIEW IF NOT EXISTS profiles.to_by_minute TO profiles.by_minute AS
SELECT toStartOfMinute(ts) AS minute, service, pod, kind, stack, sum(value_ns) AS value_ns
FROM profiles.samples
GROUP BY minute, service, pod, kind, stack;

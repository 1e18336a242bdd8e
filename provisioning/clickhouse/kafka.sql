-- ClickHouse takes profiles from Kafka: the consumer's -rows-topic. The tables are those of schema.sql.
CREATE TABLE IF NOT EXISTS profiles.from_kafka
(
    ts UInt32,
    service String,
    pod String,
    kind String,
    stack String,
    value_ns UInt64
)
ENGINE = Kafka
SETTINGS kafka_broker_list = 'kafka:9092',
         kafka_topic_list = 'profiles',
         kafka_group_name = 'clickhouse',
         kafka_format = 'TabSeparated';

CREATE MATERIALIZED VIEW IF NOT EXISTS profiles.take_from_kafka TO profiles.samples AS
SELECT toDateTime(ts) AS ts, service, pod, kind, stack, value_ns
FROM profiles.from_kafka;

/**
 * What is not the user's code, read by `code.ts`.
 *
 * A line at the margin opens a group: `space kind # source`. An indented line is `human name: prefix prefix …`; `=` for the human
 * name takes the prefix itself. Prefixes end at a boundary of their space (`java.` holds `java.net.Socket.connect`), the longest
 * one decides; `kind` is library or runtime, `library own` where a name may be the program's own module all the same.
 *
 * - `go`: import path; `jvm`: package or class; `python`: first part of the path below sys.path; `node`: npm package; `ruby`: gem, or constant;
 *   `dotnet`: namespace; `scope`: first part of a C++ or Rust path; `module`: start of a shared object's file name;
 *   `c`: start of a C function's name; `exact`: a C function.
 */
export const CODE_TABLE = String.raw`
go runtime # https://pkg.go.dev/std
  Go runtime: runtime internal/runtime internal/abi internal/cpu internal/bytealg internal/goarch internal/sync _cgo
go library # https://pkg.go.dev/std: the import path is the name
  =: archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp slices sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak
go library # https://pkg.go.dev/golang.org/x and the import path of each project's documentation
  x/time/rate: golang.org/x/time/rate
  x/sync: golang.org/x/sync
  x/net: golang.org/x/net
  x/crypto: golang.org/x/crypto
  x/sys: golang.org/x/sys
  x/text: golang.org/x/text
  x/oauth2: golang.org/x/oauth2
  Go extended library: golang.org/x
  grpc-go: google.golang.org/grpc
  Protocol Buffers: google.golang.org/protobuf github.com/golang/protobuf github.com/gogo/protobuf
  Google API client: google.golang.org/api google.golang.org/genproto github.com/googleapis
  Google Cloud client: cloud.google.com/go
  kafka-go: github.com/segmentio/kafka-go
  sarama: github.com/Shopify/sarama github.com/IBM/sarama
  franz-go: github.com/twmb/franz-go
  confluent-kafka-go: github.com/confluentinc/confluent-kafka-go
  go-redis: github.com/redis/go-redis github.com/go-redis/redis
  redigo: github.com/gomodule/redigo
  rueidis: github.com/redis/rueidis
  pgx: github.com/jackc/pgx github.com/jackc/pgconn github.com/jackc/puddle github.com/jackc/pgproto3 github.com/jackc/pgtype github.com/jackc/chunkreader
  lib/pq: github.com/lib/pq
  go-sql-driver/mysql: github.com/go-sql-driver/mysql
  go-sqlite3: github.com/mattn/go-sqlite3 modernc.org/sqlite
  go-mssqldb: github.com/microsoft/go-mssqldb github.com/denisenkom/go-mssqldb
  clickhouse-go: github.com/ClickHouse/clickhouse-go github.com/ClickHouse/ch-go
  gocql: github.com/gocql/gocql github.com/apache/cassandra-gocql-driver
  sqlx: github.com/jmoiron/sqlx
  gorm: gorm.io github.com/jinzhu/gorm
  ent: entgo.io/ent
  bun: github.com/uptrace/bun
  otelsql: github.com/XSAM/otelsql
  mongo-driver: go.mongodb.org/mongo-driver
  etcd client: go.etcd.io/etcd/client go.etcd.io/etcd/api
  bbolt: go.etcd.io/bbolt
  aws-sdk-go-v2: github.com/aws/aws-sdk-go-v2 github.com/aws/smithy-go
  aws-sdk-go: github.com/aws/aws-sdk-go
  Azure SDK: github.com/Azure/azure-sdk-for-go
  MinIO client: github.com/minio/minio-go
  NATS client: github.com/nats-io/nats.go
  amqp091-go: github.com/rabbitmq/amqp091-go github.com/streadway/amqp
  Pulsar client: github.com/apache/pulsar-client-go
  Elasticsearch client: github.com/elastic/go-elasticsearch github.com/elastic/elastic-transport-go github.com/olivere/elastic github.com/opensearch-project/opensearch-go
  Kubernetes client: k8s.io/client-go k8s.io/apimachinery k8s.io/api k8s.io/klog sigs.k8s.io/controller-runtime
  Consul and Vault clients: github.com/hashicorp/consul/api github.com/hashicorp/vault/api
  go-retryablehttp: github.com/hashicorp/go-retryablehttp
  backoff: github.com/cenkalti/backoff
  gobreaker: github.com/sony/gobreaker
  ratelimit: go.uber.org/ratelimit github.com/juju/ratelimit
  errgroup and pools: github.com/sourcegraph/conc github.com/panjf2000/ants github.com/alitto/pond
  fasthttp: github.com/valyala/fasthttp
  resty: github.com/go-resty/resty
  Gin: github.com/gin-gonic/gin github.com/gin-contrib
  Echo: github.com/labstack/echo github.com/labstack/gommon
  chi: github.com/go-chi/chi
  Fiber: github.com/gofiber/fiber
  gorilla: github.com/gorilla
  httprouter: github.com/julienschmidt/httprouter
  websocket: github.com/coder/websocket nhooyr.io/websocket github.com/gobwas/ws
  go-kit: github.com/go-kit
  gRPC gateway and middleware: github.com/grpc-ecosystem
  Connect: connectrpc.com/connect github.com/bufbuild/connect-go
  OpenTelemetry: go.opentelemetry.io
  Prometheus client: github.com/prometheus/client_golang github.com/prometheus/common github.com/prometheus/procfs
  Pyroscope client: github.com/grafana/pyroscope-go
  fgprof: github.com/felixge/fgprof
  httpsnoop: github.com/felixge/httpsnoop
  Datadog tracer: github.com/DataDog/dd-trace-go gopkg.in/DataDog/dd-trace-go.v1
  Sentry: github.com/getsentry/sentry-go
  zap: go.uber.org/zap
  zerolog: github.com/rs/zerolog
  logrus: github.com/sirupsen/logrus
  Uber libraries: go.uber.org
  cobra: github.com/spf13
  urfave/cli: github.com/urfave/cli
  compress: github.com/klauspost github.com/golang/snappy github.com/pierrec/lz4 github.com/andybalholm/brotli github.com/DataDog/zstd
  JSON libraries: github.com/json-iterator/go github.com/bytedance/sonic github.com/goccy/go-json github.com/mailru/easyjson github.com/tidwall
  xxhash: github.com/cespare/xxhash
  uuid: github.com/google/uuid
  ristretto: github.com/dgraph-io/ristretto
  badger: github.com/dgraph-io/badger
  pebble: github.com/cockroachdb/pebble
  testify: github.com/stretchr/testify
  DNS library: github.com/miekg/dns
  gopkg.in libraries: gopkg.in
jvm library # https://docs.oracle.com/en/java/javase/21/docs/api and the JDK's own packages
  JDK: java javax jdk sun com.sun
  Jakarta EE: jakarta
  Kotlin: kotlin kotlinx
  Scala: scala
  Groovy: groovy org.codehaus.groovy org.apache.groovy
  Clojure: clojure
  GraalVM: org.graalvm com.oracle.svm
jvm runtime # https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/invoke: what links a call, which calls nothing of its own
  JVM linkage: java.lang.invoke java.lang.reflect jdk.internal.reflect sun.reflect com.sun.proxy jdk.proxy1 jdk.proxy2 jdk.proxy3
jvm library # group or package as each project documents it
  PostgreSQL JDBC: org.postgresql
  R2DBC: io.r2dbc org.mariadb.r2dbc
  MySQL Connector/J: com.mysql
  MariaDB Connector/J: org.mariadb.jdbc
  Oracle JDBC: oracle.jdbc oracle.net oracle.sql oracle.ucp
  SQL Server JDBC: com.microsoft.sqlserver
  H2: org.h2
  Derby: org.apache.derby
  HSQLDB: org.hsqldb
  DuckDB: org.duckdb
  Firebird JDBC: org.firebirdsql
  Db2 JDBC: com.ibm.db2
  jTDS: net.sourceforge.jtds
  SQLite JDBC: org.sqlite
  ClickHouse client: com.clickhouse
  HikariCP: com.zaxxer.hikari
  DBCP: org.apache.commons.dbcp2 org.apache.commons.dbcp
  Commons Pool: org.apache.commons.pool2 org.apache.commons.pool
  c3p0: com.mchange
  Tomcat JDBC Pool: org.apache.tomcat.jdbc
  Agroal: io.agroal
  Druid pool: com.alibaba.druid
  Apache HttpClient: org.apache.http org.apache.hc org.apache.commons.httpclient
  OkHttp: okhttp3 okio com.squareup.okhttp
  Retrofit: retrofit2
  AsyncHttpClient: org.asynchttpclient
  Feign: feign
  Netty: io.netty
  Lettuce: io.lettuce com.lambdaworks
  Jedis: redis.clients
  Redisson: org.redisson
  Kafka clients: org.apache.kafka
  RabbitMQ client: com.rabbitmq
  ActiveMQ: org.apache.activemq
  Pulsar client: org.apache.pulsar
  NATS client: io.nats
  gRPC Java: io.grpc
  Protocol Buffers: com.google.protobuf
  AWS SDK: software.amazon.awssdk com.amazonaws
  Google Cloud client: com.google.cloud com.google.api com.google.auth
  Azure SDK: com.azure com.microsoft.azure
  MongoDB driver: com.mongodb org.bson
  Cassandra driver: com.datastax
  Elasticsearch client: org.elasticsearch co.elastic
  OpenSearch client: org.opensearch
  ZooKeeper: org.apache.zookeeper org.apache.curator
  Hazelcast: com.hazelcast
  Spring: org.springframework
  Hibernate: org.hibernate
  EclipseLink: org.eclipse.persistence
  MyBatis: org.apache.ibatis org.mybatis
  jOOQ: org.jooq
  Flyway and Liquibase: org.flywaydb liquibase
  Tomcat: org.apache.catalina org.apache.coyote org.apache.tomcat org.apache.jasper org.apache.el
  Jetty: org.eclipse.jetty
  Undertow: io.undertow org.xnio org.jboss
  Vert.x: io.vertx
  Reactor: reactor
  RxJava: io.reactivex rx
  Akka: akka
  Pekko: org.apache.pekko
  Play: play
  ZIO: zio
  Cats Effect: cats
  Micronaut: io.micronaut
  Quarkus: io.quarkus io.smallrye org.wildfly
  Dropwizard: io.dropwizard com.codahale
  Jersey: org.glassfish
  CXF: org.apache.cxf
  Javalin: io.javalin
  Ktor: io.ktor
  http4k: org.http4k
  Resilience4j: io.github.resilience4j
  Hystrix: com.netflix.hystrix
  Bucket4j: io.github.bucket4j com.bucket4j
  Failsafe: dev.failsafe net.jodah.failsafe
  Guava: com.google.common
  Guice: com.google.inject
  Caffeine: com.github.benmanes
  Ehcache: org.ehcache net.sf.ehcache
  Jackson: com.fasterxml
  Gson: com.google.gson
  Logback: ch.qos.logback
  SLF4J: org.slf4j
  Log4j: org.apache.logging org.apache.log4j
  Disruptor: com.lmax
  Apache Commons: org.apache.commons
  Lucene: org.apache.lucene
  RocksDB: org.rocksdb
  Quartz: org.quartz
  Camel: org.apache.camel
  Micrometer: io.micrometer
  OpenTelemetry: io.opentelemetry
  Datadog agent: datadog com.datadog
  Pyroscope agent: io.pyroscope one.profiler
  JUnit: org.junit junit
  CGLIB and Byte Buddy: net.sf.cglib net.bytebuddy javassist org.objectweb
  Aries and Felix: org.apache.felix org.osgi
python library # sys.stdlib_module_names of CPython 3.8 to 3.13; the name is the module's
  =: __future__ _collections_abc _compat_pickle _compression _markupbase _py_abc _pydecimal _pyio _sitebuiltins _strptime _threading_local _weakrefset abc aifc argparse ast asynchat asyncio asyncore base64 bdb bisect bz2 cProfile cgi cgitb chunk cmd codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum filecmp fileinput fnmatch fractions ftplib functools genericpath getopt getpass gettext glob graphlib gzip hashlib heapq hmac html http imaplib imghdr imp importlib inspect io ipaddress json keyword lib2to3 linecache locale logging lzma mailbox mailcap mimetypes modulefinder multiprocessing netrc nntplib ntpath numbers opcode operator optparse os pathlib pdb pickle pickletools pipes pkgutil plistlib poplib posixpath pprint pstats pty py_compile pyclbr pydoc queue quopri random re reprlib rlcompleter runpy sched selectors shelve shlex shutil signal smtpd smtplib sndhdr socket socketserver sqlite3 sre_compile sre_constants sre_parse ssl stat string stringprep struct subprocess sunau symtable sysconfig tabnanny tarfile telnetlib tempfile textwrap threading timeit token tokenize tomllib traceback tracemalloc tty turtle types typing unittest urllib uu uuid venv warnings wave weakref webbrowser wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zoneinfo
python library # import names as each project's documentation gives them
  urllib3: urllib3
  requests: requests requests_toolbelt
  aiohttp: aiohttp
  httpx: httpx
  httpcore: httpcore
  h11: h11 h2 hpack hyperframe
  psycopg: psycopg psycopg2 psycopg_pool psycopg_binary
  asyncpg: asyncpg
  PyMySQL: pymysql
  mysqlclient: MySQLdb
  MySQL Connector/Python: mysql
  cx_Oracle: oracledb
  pyodbc: pyodbc
  SQLAlchemy: sqlalchemy
  redis-py: redis
  aioredis: aioredis
  PyMongo: pymongo motor bson gridfs
  Cassandra driver: cassandra
  kafka-python: kafka
  aiokafka: aiokafka
  confluent-kafka: confluent_kafka
  pika: pika aio_pika aiormq amqp kombu
  Celery: celery billiard vine
  RQ: rq
  Dramatiq: dramatiq
  gRPC: grpc grpcio
  Protocol Buffers: google/protobuf
  Google API client: google/api_core google/auth google/cloud googleapiclient
  boto3: boto3 botocore s3transfer aiobotocore
  Azure SDK: azure
  Elasticsearch client: elasticsearch elastic_transport opensearchpy
  Kubernetes client: kubernetes
  Django: django rest_framework
  Flask: flask flask_sqlalchemy
  Werkzeug: werkzeug
  Jinja2: jinja2 markupsafe
  FastAPI: fastapi
  Starlette: starlette
  Pydantic: pydantic pydantic_core
  Uvicorn: uvicorn
  uvloop: uvloop
  Gunicorn: gunicorn
  uWSGI: uwsgi uwsgidecorators
  Hypercorn: hypercorn
  Waitress: waitress
  Tornado: tornado
  Sanic: sanic
  Twisted: twisted
  Falcon: falcon
  Bottle: bottle
  CherryPy: cherrypy cheroot
  gevent: gevent greenlet
  eventlet: eventlet
  AnyIO: anyio sniffio
  Trio: trio
  tenacity: tenacity backoff retrying
  limits: limits ratelimit aiolimiter
  dnspython: dns
  paramiko: paramiko
  cryptography: cryptography nacl bcrypt passlib
  NumPy: numpy
  pandas: pandas
  SciPy: scipy
  scikit-learn: sklearn
  joblib: joblib loky
  Dask: dask distributed
  Ray: ray
  PyTorch: torch
  TensorFlow: tensorflow keras
  Pillow: PIL
  PyYAML: yaml
  lxml: lxml
  orjson: orjson ujson simplejson
  attrs: attr attrs
  Click: click typer
  structlog: structlog loguru
  OpenTelemetry: opentelemetry
  Prometheus client: prometheus_client
  Sentry: sentry_sdk
  Datadog tracer: ddtrace
  Pyroscope agent: pyroscope
  Airflow: airflow
  setuptools: setuptools pkg_resources pip
  pytest: pytest _pytest pluggy
  idna: idna certifi charset_normalizer chardet
  pytz: pytz dateutil
node library # package names of https://www.npmjs.com; a package that is not listed goes by its own name
  Kafka: node-rdkafka @confluentinc/kafka-javascript
  PostgreSQL client: pg-pool pg-protocol pg-cursor
  AWS SDK: aws-sdk @aws-sdk @smithy
  Datadog tracer: dd-trace
  gRPC: @grpc/grpc-js
  Pyroscope agent: @pyroscope/nodejs
ruby library # gem names of https://rubygems.org; a gem that is not listed goes by its own name; constants where no file is known
  ActiveRecord: activerecord ActiveRecord Arel
  ActiveSupport: activesupport ActiveSupport
  Rails: railties actionpack actionview activemodel activejob Rails ActionController ActionDispatch ActionView ActiveModel ActiveJob AbstractController
  Rack: rack Rack
  Puma: puma Puma
  Unicorn: unicorn Unicorn
  Sidekiq: sidekiq Sidekiq
  Redis: redis redis-client Redis RedisClient
  pg: pg PG
  mysql2: mysql2 Mysql2
  Sequel: sequel Sequel
  Faraday: faraday Faraday
  Excon: excon Excon
  HTTParty: httparty HTTParty
  connection_pool: connection_pool ConnectionPool
  net/http: Net
  Ruby standard library: Kernel Socket IO File Thread Mutex Monitor Queue SizedQueue ConditionVariable Process Timeout Resolv OpenSSL JSON URI Array Hash String Integer Enumerable Enumerator Class Module BasicObject Object Proc Method TCPSocket UDPSocket BasicSocket Logger CSV Zlib Digest Marshal Regexp Range Struct Set Comparable GC ObjectSpace
dotnet library # https://learn.microsoft.com/dotnet/api
  ASP.NET Core: Microsoft.AspNetCore
  Entity Framework Core: Microsoft.EntityFrameworkCore
  SqlClient: Microsoft.Data.SqlClient System.Data.SqlClient
  Microsoft.Data.Sqlite: Microsoft.Data.Sqlite SQLitePCL
  Microsoft.Extensions: Microsoft.Extensions
  Azure SDK: Azure Microsoft.Azure
  .NET: System Microsoft.Win32 Microsoft.CSharp Microsoft.VisualBasic Microsoft.CodeAnalysis Microsoft.Diagnostics Interop Internal FSharp Microsoft.FSharp
dotnet library # root namespaces as NuGet's packages document them
  Npgsql: Npgsql
  MySqlConnector: MySqlConnector MySql.Data
  Oracle client: Oracle
  StackExchange.Redis: StackExchange.Redis Pipelines.Sockets.Unofficial
  Dapper: Dapper
  MongoDB driver: MongoDB
  Confluent.Kafka: Confluent.Kafka
  RabbitMQ client: RabbitMQ
  MassTransit: MassTransit
  Grpc: Grpc Google.Protobuf
  AWS SDK: Amazon
  Google Cloud client: Google
  Newtonsoft.Json: Newtonsoft
  Polly: Polly
  Serilog: Serilog
  NLog: NLog
  Hangfire: Hangfire
  Quartz: Quartz
  Autofac: Autofac
  OpenTelemetry: OpenTelemetry
  Datadog tracer: Datadog
  Pyroscope agent: Pyroscope
scope library # https://doc.rust-lang.org/std, C++ standard library: https://en.cppreference.com and the libraries' namespaces
  std: std core alloc proc_macro test __rustc backtrace rustc_demangle addr2line gimli miniz_oxide hashbrown __gnu_cxx __cxxabiv1 __detail _Function_handler std_detect compiler_builtins
  Boost: boost
  Abseil: absl
  Folly: folly
  fmt: fmt spdlog
  gRPC: grpc grpc_core grpc_impl grpc_event_engine
  Protocol Buffers: google::protobuf
  RocksDB: rocksdb
  LevelDB: leveldb
  librdkafka: RdKafka cppkafka
  redis-plus-plus: sw::redis
  libpqxx: pqxx
  MySQL Connector/C++: mysqlx sql::mysql
  Poco: Poco
  Seastar: seastar
  oneTBB: tbb
  Qt: QtPrivate
  Intel threading: oneapi
  AWS SDK: Aws
  OpenTelemetry: opentelemetry opentelemetry_sdk
  nlohmann json: nlohmann simdjson rapidjson
scope library # crate names of https://crates.io
  Tokio: tokio tokio_util tokio_stream mio tokio_postgres_pool loom
  async-std: async_std async_io async_executor async_task polling smol
  futures: futures futures_util futures_core futures_channel futures_executor futures_lite
  parking_lot: parking_lot parking_lot_core lock_api
  crossbeam: crossbeam crossbeam_channel crossbeam_deque crossbeam_epoch crossbeam_utils crossbeam_queue
  Rayon: rayon rayon_core
  hyper: hyper hyper_util hyper_rustls hyper_tls h2 http_body http_body_util httparse
  reqwest: reqwest ureq isahc
  axum: axum axum_core matchit
  actix: actix actix_web actix_http actix_rt actix_server actix_service
  warp: warp
  Rocket: rocket
  tower: tower tower_http tower_service tower_layer
  tonic: tonic prost
  SQLx: sqlx sqlx_core sqlx_postgres sqlx_mysql sqlx_sqlite
  Diesel: diesel r2d2 bb8 deadpool mobc
  SeaORM: sea_orm
  tokio-postgres: tokio_postgres postgres postgres_protocol
  mysql_async: mysql_async mysql mysql_common
  rusqlite: rusqlite
  redis-rs: redis fred
  rdkafka: rdkafka
  lapin: lapin
  async-nats: async_nats
  MongoDB driver: mongodb
  AWS SDK: aws_sdk_s3 aws_sdk_dynamodb aws_sdk_sqs aws_smithy_runtime aws_smithy_client aws_config aws_runtime
  rustls: rustls tokio_rustls webpki ring openssl native_tls tokio_native_tls
  serde: serde serde_json serde_core bincode ron toml simd_json
  tracing: tracing tracing_core tracing_subscriber log env_logger
  regex: regex regex_automata aho_corasick memchr
  flume: flume kanal async_channel
  governor: governor
  dashmap: dashmap
  once_cell: once_cell lazy_static
  bytes: bytes
  chrono: chrono time
  clap: clap clap_builder
  rand: rand rand_core rand_chacha getrandom
  libc: libc nix rustix
  pprof: pprof pyroscope
scope runtime # https://github.com/nodejs/node/tree/main/src, https://v8.dev, https://github.com/dotnet/runtime/tree/main/src/coreclr
  Node.js: node node_api napi
  V8: v8
  CPython: pyo3
module library # sonames of Debian's packages
  libc: libc libpthread libm libdl librt libanl libnsl libresolv libnss_ ld ld-linux ld-musl linux-vdso [vdso] musl vdso
  libstdc++: libstdc++ libc++ libc++abi libgcc_s libunwind libsupc++
  OpenSSL: libssl libcrypto libgnutls libmbedtls libnss3 libnspr4
  libcurl: libcurl
  libpq: libpq
  hiredis: libhiredis
  librdkafka: librdkafka
  MySQL client: libmysqlclient libmariadb
  SQLite: libsqlite3
  libmemcached: libmemcached
  libmongoc: libmongoc libbson
  zlib: libz libzstd liblz4 liblzma libbz2 libsnappy libbrotli
  allocator: libjemalloc libtcmalloc libmimalloc
  libuv: libuv libevent libev
  Boost: libboost
  gRPC: libgrpc libgpr libprotobuf libcares libabsl
  GLib: libglib libgobject libgio libgthread
  liburing: liburing libaio
  OpenMP: libgomp libiomp libomp
  BLAS: libopenblas libblas liblapack libmkl
  CUDA: libcuda libcudart libcublas libcudnn libnvidia
  Rust std: libstd-
  profiler: libasyncProfiler libjavaProfiler libprofiler
module runtime # the file that each runtime's documentation names
  HotSpot: libjvm libjava libnio libnet libzip libjli libjimage libverify libmanagement
  CPython: libpython python3 python
  Ruby: libruby
  Node.js: libnode node
  .NET: libcoreclr libclrjit libSystem.Native libhostfxr libhostpolicy dotnet
  PHP: libphp php-fpm
  Erlang VM: beam.smp
c runtime # exported prefixes: https://docs.python.org/3/c-api, https://docs.ruby-lang.org/en/master/extension_rdoc.html, https://docs.libuv.org
  CPython: _Py Py_ PyArg_ PyBytes_ PyCFunction PyCode PyCoro PyDict_ PyErr_ PyEval_ PyFunction PyGILState_ PyGen PyImport_ PyInterpreter PyIter_ PyList_ PyLong_ PyMem_ PyMethod PyNumber_ PyObject_ PyRun_ PySequence_ PyThread_ PyTuple_ PyType_ PyUnicode_ PyVectorcall_
  Ruby: rb_ ruby_ vm_exec vm_call_ vm_sendish rbimpl_
  libuv: uv_ uv__
  V8: Builtins_ v8_
  HotSpot: JVM_ Java_ Unsafe_ JavaMain JavaCalls
  PHP: zend_ php_ zif_
  Go runtime: _cgo_ crosscall x_cgo_
c library # documented prefixes of each library's functions
  OpenSSL: SSL_ EVP_ CRYPTO_ BIO_ OPENSSL_ RSA_ BN_ X509_ ASN1_ ERR_ HMAC_ PKCS5_ EC_ ECDSA_ PEM_ OSSL_ BUF_MEM_ asn1_ x509_ d2i_ i2d_ SHA1_ SHA256_ SHA512_ AES_ RAND_ ssl3_ ossl_ bn_mul_ sha256_block sha512_block sha1_block aesni_ gnutls_ mbedtls_
  libcurl: curl_ Curl_
  libpq: PQ pqsecure_ pqReadData pqWait pqSocket pqGet pqPut
  librdkafka: rd_kafka_
  hiredis: redisvCommand redisAppendCommand redisGetReply redisBufferRead redisBufferWrite redisAsync
  SQLite: sqlite3_ sqlite3Vdbe sqlite3Btree sqlite3Pager
  MySQL client: mysql_real_query mysql_query mysql_store_result mysql_real_connect mysql_stmt_ mysql_fetch_
  libc: __ _IO_ _dl_ _int_ _nl_ _itoa_ _L_lock_ _L_unlock_ _Unwind_ _nss_ pthread_ epoll_ inotify_ timerfd_ posix_ sched_ thrd_ gethostby getservby gai_ futex_abstimed_ lll_
  zlib: ZSTD_ LZ4_ BZ2_ lzma_ snappy_ BrotliEncoder BrotliDecoder
  allocator: je_ mi_malloc mi_free tcmalloc
  libevent: event_base_ event_active bufferevent_ ev_run ev_invoke
  GLib: g_main_ g_mutex_ g_cond_ g_async_queue_ g_source_ g_object_ g_signal_ g_thread_ g_malloc g_slice_
  liburing: io_uring_
  OpenMP: GOMP_ gomp_ omp_ __kmp kmp_
  libmemcached: memcached_
  libmongoc: mongoc_ bson_
  BLAS: cblas_ dgemm_ sgemm_
exact library # https://zlib.net/manual.html, and names of its source files
  zlib: deflate inflate inflate_fast inflate_table deflate_fast deflate_slow deflate_stored longest_match fill_window crc32 crc32_z adler32 adler32_z compress2 uncompress gzread gzwrite
exact library # POSIX.1-2017, https://pubs.opengroup.org/onlinepubs/9699919799/functions, and glibc's malloc
  libc: advise_stack_range alloc_new_heap fork_system_setup fork_system_setup_after_fork fresetlockfiles futex_wake futex_unlock_pi msort_with_tmp new_do_write outstring_func rseq_register_current_thread _exit _Exit _start _init _fini _setjmp memcpy memmove memset memcmp memchr memrchr mempcpy memmem bzero strlen strnlen strcmp strncmp strcpy strncpy strcat strncat strchr strrchr strstr strspn strcspn strpbrk strtok strtok_r strdup strndup strcasecmp strncasecmp strtol strtoul strtod strtof strtoll strtoull strftime strptime strerror strerror_r strsep strcoll strxfrm strsignal sigaction sigprocmask sigwait sigwaitinfo sigtimedwait sigsuspend signal clock_gettime clock_nanosleep clock_getres eventfd eventfd_read eventfd_write sem_wait sem_post sem_timedwait sem_clockwait sem_trywait mtx_lock mtx_unlock mtx_timedlock cnd_wait cnd_timedwait cnd_signal mq_open mq_send mq_receive mq_timedsend mq_timedreceive mq_notify aio_suspend aio_read aio_write aio_error aio_return shm_open pread pread64 preadv pwrite pwrite64 pwritev fadvise64 fchown getaddrinfo getnameinfo res_query res_search res_nquery res_nsearch res_send res_nsend abort accept accept4 access alarm alloc_perturb arena_get2 arch_fork atoi atol bind bsearch calloc cfree check_match chmod chown clone clone3 close closedir closefrom connect copy_file_range creat do_lookup_x dprintf dup dup2 dup3 execl execv execve execvp exit fallocate fclose fcntl fdatasync fdopen feof fflush fgetc fgets fileno flock fopen fork fprintf fputc fputs fread free freeaddrinfo fscanf fseek fstat fstatat fsync ftell ftruncate futex fwrite getc getchar getcwd getdelim getdents getenv getline getpid getpwnam getpwuid getrandom getrusage getsockname getsockopt gettid gettimeofday getuid gmtime_r ioctl isatty kill lchown lfind link listen listxattr localtime_r lockf lseek lstat madvise malloc malloc_consolidate mkdir mkstemp mktime mlock mmap mount mprotect mremap msgget msgrcv msgsnd msync munmap nanosleep open openat opendir pause pclose perror pipe pipe2 poll popen ppoll printf process_vm_readv pselect ptmalloc_init puts qsort qsort_r raise rand rand_r random read readdir readdir_r readlink readv realloc realpath reclaim_stacks recv recvfrom recvmmsg recvmsg rename rewind rmdir scandir scanf select semctl semget semop semtimedop send sendfile sendfile64 sendmmsg sendmsg sendto setenv setsockopt setvbuf shmat shutdown sleep snprintf socket socketpair splice sprintf srand sscanf start_thread stat statx symlink sync sync_file_range syncfs sysconf sysmalloc syscall system systrim tcache_init tee thread_start time times truncate tzset uname ungetc unlink unlink_chunk usleep vfork vfprintf vmsplice vprintf vsnprintf wait wait3 wait4 waitid waitpid write writev lll_mutex_lock_optimized lll_mutex_unlock_optimized
exact runtime # HotSpot, os_linux.cpp and java.cpp; CPython's thread module; Rust std's start
  HotSpot: thread_native_entry java_start call_stub Interpreter jbyte_disjoint_arraycopy StubRoutines
  CPython: thread_run t_bootstrap pythread_wrapper pymain_run_python pymain_main
  Go runtime: gogo mcall systemstack morestack asmcgocall cmpbody memeqbody aeshashbody gcWriteBarrier indexbytebody countbody
`;

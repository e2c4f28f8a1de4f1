SELECT column_name, data_type FROM `lake`.`ops`.INFORMATION_SCHEMA.COLUMNS WHERE table_name = 'flights' ORDER BY ordinal_position;

SELECT count(x) AS n, count(DISTINCT x) AS different, coalesce(sum(BYTE_LENGTH(x)), 0) AS bytes
     FROM (SELECT `colour` AS x FROM `lake`.`ops`.`flights`);

SELECT count(x) AS n, count(DISTINCT x) AS different, coalesce(sum(BYTE_LENGTH(x)), 0) AS bytes
     FROM (SELECT `words` AS x FROM `lake`.`ops`.`flights`);

SELECT name, min(place) AS place, count(*) AS n
     FROM (SELECT CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) AS name, CAST(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 AS FLOAT64) AS place FROM `lake`.`ops`.`flights`)
     WHERE name IS NOT NULL GROUP BY name LIMIT 367;

SELECT coalesce(sum(copies), 0) AS n FROM (SELECT x0 AS s0, x1 AS s1, x2 AS s2, x3 AS s3, x4 AS s4, CASE WHEN x5 IS NOT NULL THEN SUBSTR(TO_HEX(MD5(x5)), 1, 16) END AS s5, CASE WHEN x6 IS NOT NULL THEN SUBSTR(TO_HEX(MD5(x6)), 1, 16) END AS s6, h, 1 AS copies FROM (SELECT *, FARM_FINGERPRINT(TO_JSON_STRING(STRUCT(x0, x1, x2, x3, x4, x5, x6))) AS h FROM (SELECT UNIX_DATE(`day`) * 86400e0 AS x0, `price` AS x1, `code` AS x2, `flag` AS x3, UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 AS x4, `colour` AS x5, `words` AS x6 FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL))) );

SELECT count(DISTINCT s0) AS n0, count(DISTINCT s1) AS n1, count(DISTINCT s2) AS n2, count(DISTINCT s3) AS n3, count(DISTINCT s4) AS n4, count(DISTINCT s5) AS n5, count(DISTINCT s6) AS n6 FROM (SELECT x0 AS s0, x1 AS s1, x2 AS s2, x3 AS s3, x4 AS s4, CASE WHEN x5 IS NOT NULL THEN SUBSTR(TO_HEX(MD5(x5)), 1, 16) END AS s5, CASE WHEN x6 IS NOT NULL THEN SUBSTR(TO_HEX(MD5(x6)), 1, 16) END AS s6, h, 1 AS copies FROM (SELECT *, FARM_FINGERPRINT(TO_JSON_STRING(STRUCT(x0, x1, x2, x3, x4, x5, x6))) AS h FROM (SELECT UNIX_DATE(`day`) * 86400e0 AS x0, `price` AS x1, `code` AS x2, `flag` AS x3, UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 AS x4, `colour` AS x5, `words` AS x6 FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL))) );

SELECT batch, count(*) AS different, coalesce(sum(raws), 0) AS raws, coalesce(sum(CASE WHEN d IS NOT NULL THEN n END), 0) AS valid,
       coalesce(sum(CASE WHEN IS_NAN(d) THEN n END), 0) AS nan, coalesce(sum(CASE WHEN IS_INF(d) AND d > 0 THEN n END), 0) AS above, coalesce(sum(CASE WHEN IS_INF(d) AND d < 0 THEN n END), 0) AS below,
       count(CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN 1 END) AS finite, STRING_AGG(CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN concat(CAST(d AS STRING), ' ', CAST(n AS STRING)) END, ',') AS text
     FROM (SELECT batch, CAST(x AS FLOAT64) AS d, n, raws FROM (
       SELECT batch, x, count(*) AS n, count(raw) AS raws
       FROM (SELECT pawl_batch AS batch, UNIX_DATE(`day`) * 86400e0 AS x, `day` AS raw FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch, x
     ) LIMIT 131073) GROUP BY batch;

SELECT batch, hour, count(*) AS n
     FROM (SELECT batch, CAST(floor(d / 3600) - 24 * floor(floor(d / 3600) / 24) AS INT64) AS hour FROM (SELECT pawl_batch AS batch, CAST(UNIX_DATE(`day`) * 86400e0 AS FLOAT64) AS d FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL))
       WHERE NOT (IS_NAN(d) OR IS_INF(d)))
     GROUP BY batch, hour;

SELECT batch, count(*) AS different, coalesce(sum(raws), 0) AS raws, coalesce(sum(CASE WHEN d IS NOT NULL THEN n END), 0) AS valid,
       coalesce(sum(CASE WHEN IS_NAN(d) THEN n END), 0) AS nan, coalesce(sum(CASE WHEN IS_INF(d) AND d > 0 THEN n END), 0) AS above, coalesce(sum(CASE WHEN IS_INF(d) AND d < 0 THEN n END), 0) AS below,
       count(CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN 1 END) AS finite, STRING_AGG(CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN concat(CAST(d AS STRING), ' ', CAST(n AS STRING)) END, ',') AS text
     FROM (SELECT batch, CAST(x AS FLOAT64) AS d, n, raws FROM (
       SELECT batch, x, count(*) AS n, count(raw) AS raws
       FROM (SELECT pawl_batch AS batch, `price` AS x, `price` AS raw FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch, x
     ) LIMIT 131073) GROUP BY batch;

SELECT batch, count(*) AS different, coalesce(sum(raws), 0) AS raws, coalesce(sum(CASE WHEN d IS NOT NULL THEN n END), 0) AS valid,
       coalesce(sum(CASE WHEN IS_NAN(d) THEN n END), 0) AS nan, coalesce(sum(CASE WHEN IS_INF(d) AND d > 0 THEN n END), 0) AS above, coalesce(sum(CASE WHEN IS_INF(d) AND d < 0 THEN n END), 0) AS below,
       count(CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN 1 END) AS finite, STRING_AGG(CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN concat(CAST(d AS STRING), ' ', CAST(n AS STRING)) END, ',') AS text
     FROM (SELECT batch, CAST(x AS FLOAT64) AS d, n, raws FROM (
       SELECT batch, x, count(*) AS n, count(raw) AS raws
       FROM (SELECT pawl_batch AS batch, `code` AS x, `code` AS raw FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch, x
     ) LIMIT 131073) GROUP BY batch;

SELECT batch, CAST(min(x) AS STRING) AS low, CAST(max(x) AS STRING) AS high
     FROM (SELECT pawl_batch AS batch, `code` AS x FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch;

SELECT batch, count(raw) AS raws, count(x) AS n, count(CASE WHEN x THEN 1 END) AS trues
     FROM (SELECT pawl_batch AS batch, `flag` AS x, `flag` AS raw FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch;

SELECT batch, count(*) AS different, coalesce(sum(raws), 0) AS raws, coalesce(sum(CASE WHEN d IS NOT NULL THEN n END), 0) AS valid,
       coalesce(sum(CASE WHEN IS_NAN(d) THEN n END), 0) AS nan, coalesce(sum(CASE WHEN IS_INF(d) AND d > 0 THEN n END), 0) AS above, coalesce(sum(CASE WHEN IS_INF(d) AND d < 0 THEN n END), 0) AS below,
       count(CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN 1 END) AS finite, STRING_AGG(CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN concat(CAST(d AS STRING), ' ', CAST(n AS STRING)) END, ',') AS text
     FROM (SELECT batch, CAST(x AS FLOAT64) AS d, n, raws FROM (
       SELECT batch, x, count(*) AS n, count(raw) AS raws
       FROM (SELECT pawl_batch AS batch, UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 AS x, `at` AS raw FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch, x
     ) LIMIT 131073) GROUP BY batch;

SELECT batch, hour, count(*) AS n
     FROM (SELECT batch, CAST(floor(d / 3600) - 24 * floor(floor(d / 3600) / 24) AS INT64) AS hour FROM (SELECT pawl_batch AS batch, CAST(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 AS FLOAT64) AS d FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL))
       WHERE NOT (IS_NAN(d) OR IS_INF(d)))
     GROUP BY batch, hour;

SELECT batch, count(raw) AS raws FROM (SELECT pawl_batch AS batch, `colour` AS raw FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch;

SELECT batch, count(*) AS different, coalesce(sum(n), 0) AS n, count(CASE WHEN n = 1 THEN 1 END) AS singles,
       coalesce(sum(CASE WHEN value = '' THEN n END), 0) AS empty FROM (SELECT batch, x AS value, count(*) AS n FROM (SELECT pawl_batch AS batch, `colour` AS x FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL))
    WHERE x IS NOT NULL GROUP BY batch, x) GROUP BY batch;

SELECT * FROM (SELECT value, n, SUBSTR(TO_HEX(MD5(value)), 1, 16) AS h, SUBSTR(TO_HEX(MD5(LOWER(TRIM(value, '                　')))), 1, 16) AS folded FROM (SELECT value, sum(n) AS n FROM (SELECT batch, x AS value, count(*) AS n FROM (SELECT pawl_batch AS batch, `colour` AS x FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL))
    WHERE x IS NOT NULL GROUP BY batch, x) GROUP BY value)) ORDER BY n DESC, h LIMIT 2000;

SELECT * FROM (SELECT batch, n, SUBSTR(TO_HEX(MD5(value)), 1, 16) AS h FROM (SELECT batch, x AS value, count(*) AS n FROM (SELECT pawl_batch AS batch, `colour` AS x FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL))
    WHERE x IS NOT NULL GROUP BY batch, x))
     WHERE h IN ('bda9643ac6601722', '706dc2ee585fb5dc');

SELECT * FROM (
       SELECT *, row_number() OVER (PARTITION BY batch ORDER BY n DESC, h) AS place
       FROM (SELECT batch, value, n, SUBSTR(TO_HEX(MD5(value)), 1, 16) AS h, SUBSTR(TO_HEX(MD5(LOWER(TRIM(value, '                　')))), 1, 16) AS folded FROM (SELECT batch, x AS value, count(*) AS n FROM (SELECT pawl_batch AS batch, `colour` AS x FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL))
    WHERE x IS NOT NULL GROUP BY batch, x))
       WHERE h NOT IN ('bda9643ac6601722', '706dc2ee585fb5dc')
     ) WHERE place <= 2000;

SELECT batch, count(raw) AS raws FROM (SELECT pawl_batch AS batch, `words` AS raw FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch;

SELECT batch, count(*) AS different, coalesce(sum(n), 0) AS n, count(CASE WHEN n = 1 THEN 1 END) AS singles,
       coalesce(sum(CASE WHEN value = '' THEN n END), 0) AS empty FROM (SELECT batch, x AS value, count(*) AS n FROM (SELECT pawl_batch AS batch, `words` AS x FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL))
    WHERE x IS NOT NULL GROUP BY batch, x) GROUP BY batch;

SELECT * FROM (SELECT value, n, SUBSTR(TO_HEX(MD5(value)), 1, 16) AS h, SUBSTR(TO_HEX(MD5(LOWER(TRIM(value, '                　')))), 1, 16) AS folded FROM (SELECT value, sum(n) AS n FROM (SELECT batch, x AS value, count(*) AS n FROM (SELECT pawl_batch AS batch, `words` AS x FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL))
    WHERE x IS NOT NULL GROUP BY batch, x) GROUP BY value)) ORDER BY n DESC, h LIMIT 2000;

SELECT * FROM (SELECT batch, n, SUBSTR(TO_HEX(MD5(value)), 1, 16) AS h FROM (SELECT batch, x AS value, count(*) AS n FROM (SELECT pawl_batch AS batch, `words` AS x FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL))
    WHERE x IS NOT NULL GROUP BY batch, x))
     WHERE h IN ('2316dd77cc5b6657', '35d6d33467aae9a2', '8cbad96aced40b38', 'aae2c33a105ad3f2', 'f97c5d29941bfb1b');

SELECT * FROM (
       SELECT *, row_number() OVER (PARTITION BY batch ORDER BY n DESC, h) AS place
       FROM (SELECT batch, value, n, SUBSTR(TO_HEX(MD5(value)), 1, 16) AS h, SUBSTR(TO_HEX(MD5(LOWER(TRIM(value, '                　')))), 1, 16) AS folded FROM (SELECT batch, x AS value, count(*) AS n FROM (SELECT pawl_batch AS batch, `words` AS x FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL))
    WHERE x IS NOT NULL GROUP BY batch, x))
       WHERE h NOT IN ('2316dd77cc5b6657', '35d6d33467aae9a2', '8cbad96aced40b38', 'aae2c33a105ad3f2', 'f97c5d29941bfb1b')
     ) WHERE place <= 2000;

SELECT STRING_AGG(concat(coalesce(CAST(CASE WHEN NOT (IS_NAN(CAST(s0 AS FLOAT64)) OR IS_INF(CAST(s0 AS FLOAT64))) THEN 1 - RANGE_BUCKET(-CAST(s0 AS FLOAT64), [-1793491200e0]) END AS STRING), '-'), coalesce(CAST(CASE WHEN NOT (IS_NAN(CAST(s1 AS FLOAT64)) OR IS_INF(CAST(s1 AS FLOAT64))) THEN 2 - RANGE_BUCKET(-CAST(s1 AS FLOAT64), [-1.5e0, 4e0]) END AS STRING), '-'), coalesce(CAST(CASE WHEN NOT (IS_NAN(CAST(s2 AS FLOAT64)) OR IS_INF(CAST(s2 AS FLOAT64))) THEN 2 - RANGE_BUCKET(-CAST(s2 AS FLOAT64), [-8e0, -7e0]) END AS STRING), '-'), coalesce(CAST(CASE WHEN NOT (IS_NAN(CASE WHEN s3 THEN 1e0 WHEN NOT s3 THEN 0e0 END) OR IS_INF(CASE WHEN s3 THEN 1e0 WHEN NOT s3 THEN 0e0 END)) THEN 1 - RANGE_BUCKET(-CASE WHEN s3 THEN 1e0 WHEN NOT s3 THEN 0e0 END, [-0.5e0]) END AS STRING), '-'), coalesce(CAST(CASE WHEN NOT (IS_NAN(CAST(s4 AS FLOAT64)) OR IS_INF(CAST(s4 AS FLOAT64))) THEN 4 - RANGE_BUCKET(-CAST(s4 AS FLOAT64), [-1793606400e0, -1793527200e0, -1793525400e0, -1793520084e0]) END AS STRING), '-'), coalesce(CAST(CASE WHEN s5 IS NOT NULL THEN CASE s5 WHEN 'bda9643ac6601722' THEN 0 WHEN '706dc2ee585fb5dc' THEN 1 ELSE 2 END END AS STRING), '-'), coalesce(CAST(CASE WHEN s6 IS NOT NULL THEN CASE s6 WHEN '2316dd77cc5b6657' THEN 0 WHEN '35d6d33467aae9a2' THEN 1 WHEN '8cbad96aced40b38' THEN 2 WHEN 'aae2c33a105ad3f2' THEN 3 WHEN 'f97c5d29941bfb1b' THEN 4 ELSE 5 END END AS STRING), '-'), ' ', CAST(copies AS STRING)), ',') AS text FROM (SELECT x0 AS s0, x1 AS s1, x2 AS s2, x3 AS s3, x4 AS s4, CASE WHEN x5 IS NOT NULL THEN SUBSTR(TO_HEX(MD5(x5)), 1, 16) END AS s5, CASE WHEN x6 IS NOT NULL THEN SUBSTR(TO_HEX(MD5(x6)), 1, 16) END AS s6, h, 1 AS copies FROM (SELECT *, FARM_FINGERPRINT(TO_JSON_STRING(STRUCT(x0, x1, x2, x3, x4, x5, x6))) AS h FROM (SELECT UNIX_DATE(`day`) * 86400e0 AS x0, `price` AS x1, `code` AS x2, `flag` AS x3, UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 AS x4, `colour` AS x5, `words` AS x6 FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL))) );

SELECT batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CASE WHEN x THEN 1e0 WHEN NOT x THEN 0e0 END) OR IS_INF(CASE WHEN x THEN 1e0 WHEN NOT x THEN 0e0 END)) THEN 1 - RANGE_BUCKET(-CASE WHEN x THEN 1e0 WHEN NOT x THEN 0e0 END, [-0.5e0]) END * 3 + CASE WHEN SUBSTR(TO_HEX(MD5(y)), 1, 16) IS NOT NULL THEN CASE SUBSTR(TO_HEX(MD5(y)), 1, 16) WHEN 'bda9643ac6601722' THEN 0 WHEN '706dc2ee585fb5dc' THEN 1 ELSE 2 END END AS cell FROM (SELECT batch, x, y, count(*) AS n FROM (SELECT pawl_batch AS batch, `flag` AS x, `colour` AS y FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch, x, y)) GROUP BY batch, cell;

SELECT batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 2 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-1.5e0, 4e0]) END * 3 + CASE WHEN SUBSTR(TO_HEX(MD5(y)), 1, 16) IS NOT NULL THEN CASE SUBSTR(TO_HEX(MD5(y)), 1, 16) WHEN 'bda9643ac6601722' THEN 0 WHEN '706dc2ee585fb5dc' THEN 1 ELSE 2 END END AS cell FROM (SELECT batch, x, y, count(*) AS n FROM (SELECT pawl_batch AS batch, `price` AS x, `colour` AS y FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch, x, y)) GROUP BY batch, cell;

SELECT batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 2 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-1.5e0, 4e0]) END * 5 + CASE WHEN NOT (IS_NAN(CAST(y AS FLOAT64)) OR IS_INF(CAST(y AS FLOAT64))) THEN 4 - RANGE_BUCKET(-CAST(y AS FLOAT64), [-1793606400e0, -1793527200e0, -1793525400e0, -1793520084e0]) END AS cell FROM (SELECT batch, x, y, count(*) AS n FROM (SELECT pawl_batch AS batch, `price` AS x, UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 AS y FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch, x, y)) GROUP BY batch, cell;

SELECT batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 2 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-1.5e0, 4e0]) END * 6 + CASE WHEN SUBSTR(TO_HEX(MD5(y)), 1, 16) IS NOT NULL THEN CASE SUBSTR(TO_HEX(MD5(y)), 1, 16) WHEN '2316dd77cc5b6657' THEN 0 WHEN '35d6d33467aae9a2' THEN 1 WHEN '8cbad96aced40b38' THEN 2 WHEN 'aae2c33a105ad3f2' THEN 3 WHEN 'f97c5d29941bfb1b' THEN 4 ELSE 5 END END AS cell FROM (SELECT batch, x, y, count(*) AS n FROM (SELECT pawl_batch AS batch, `price` AS x, `words` AS y FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch, x, y)) GROUP BY batch, cell;

SELECT batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 1 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-1793491200e0]) END * 5 + CASE WHEN NOT (IS_NAN(CAST(y AS FLOAT64)) OR IS_INF(CAST(y AS FLOAT64))) THEN 4 - RANGE_BUCKET(-CAST(y AS FLOAT64), [-1793606400e0, -1793527200e0, -1793525400e0, -1793520084e0]) END AS cell FROM (SELECT batch, x, y, count(*) AS n FROM (SELECT pawl_batch AS batch, UNIX_DATE(`day`) * 86400e0 AS x, UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 AS y FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch, x, y)) GROUP BY batch, cell;

SELECT batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 1 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-1793491200e0]) END * 6 + CASE WHEN SUBSTR(TO_HEX(MD5(y)), 1, 16) IS NOT NULL THEN CASE SUBSTR(TO_HEX(MD5(y)), 1, 16) WHEN '2316dd77cc5b6657' THEN 0 WHEN '35d6d33467aae9a2' THEN 1 WHEN '8cbad96aced40b38' THEN 2 WHEN 'aae2c33a105ad3f2' THEN 3 WHEN 'f97c5d29941bfb1b' THEN 4 ELSE 5 END END AS cell FROM (SELECT batch, x, y, count(*) AS n FROM (SELECT pawl_batch AS batch, UNIX_DATE(`day`) * 86400e0 AS x, `words` AS y FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch, x, y)) GROUP BY batch, cell;

SELECT batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 2 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-8e0, -7e0]) END * 5 + CASE WHEN NOT (IS_NAN(CAST(y AS FLOAT64)) OR IS_INF(CAST(y AS FLOAT64))) THEN 4 - RANGE_BUCKET(-CAST(y AS FLOAT64), [-1793606400e0, -1793527200e0, -1793525400e0, -1793520084e0]) END AS cell FROM (SELECT batch, x, y, count(*) AS n FROM (SELECT pawl_batch AS batch, `code` AS x, UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 AS y FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch, x, y)) GROUP BY batch, cell;

SELECT batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 2 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-8e0, -7e0]) END * 6 + CASE WHEN SUBSTR(TO_HEX(MD5(y)), 1, 16) IS NOT NULL THEN CASE SUBSTR(TO_HEX(MD5(y)), 1, 16) WHEN '2316dd77cc5b6657' THEN 0 WHEN '35d6d33467aae9a2' THEN 1 WHEN '8cbad96aced40b38' THEN 2 WHEN 'aae2c33a105ad3f2' THEN 3 WHEN 'f97c5d29941bfb1b' THEN 4 ELSE 5 END END AS cell FROM (SELECT batch, x, y, count(*) AS n FROM (SELECT pawl_batch AS batch, `code` AS x, `words` AS y FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch, x, y)) GROUP BY batch, cell;

SELECT batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 1 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-1793491200e0]) END * 3 + CASE WHEN NOT (IS_NAN(CAST(y AS FLOAT64)) OR IS_INF(CAST(y AS FLOAT64))) THEN 2 - RANGE_BUCKET(-CAST(y AS FLOAT64), [-8e0, -7e0]) END AS cell FROM (SELECT batch, x, y, count(*) AS n FROM (SELECT pawl_batch AS batch, UNIX_DATE(`day`) * 86400e0 AS x, `code` AS y FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) GROUP BY batch, x, y)) GROUP BY batch, cell;

SELECT batch, CAST(coalesce(sum(n - 1), 0) AS BIGINT) AS n FROM (SELECT batch, h AS h, count(*) AS n FROM (SELECT FARM_FINGERPRINT(TO_JSON_STRING(STRUCT(UNIX_DATE(`day`) * 86400e0, `price`, `code`, `flag`, UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0, `colour`, `words`))) AS h, pawl_batch AS batch FROM (SELECT * FROM (SELECT *, CASE CAST(CAST(floor(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 / 86400e0) AS INT64) AS STRING) WHEN '20758' THEN 0 WHEN '20759' THEN 1 END AS pawl_batch FROM `lake`.`ops`.`flights`) WHERE pawl_batch IS NOT NULL)) WHERE MOD(MOD(h, 1) + 1, 1) = 0
       GROUP BY batch, h HAVING count(*) > 1) GROUP BY batch;

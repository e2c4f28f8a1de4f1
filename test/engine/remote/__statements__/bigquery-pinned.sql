SELECT column_name, data_type FROM `lake`.`ops`.INFORMATION_SCHEMA.COLUMNS WHERE table_name = 'flights' ORDER BY ordinal_position;

SELECT count(*) AS n FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'));

SELECT 0 AS batch, count(*) AS different, coalesce(sum(raws), 0) AS raws, coalesce(sum(CASE WHEN d IS NOT NULL THEN n END), 0) AS valid,
       coalesce(sum(CASE WHEN IS_NAN(d) THEN n END), 0) AS nan, coalesce(sum(CASE WHEN IS_INF(d) AND d > 0 THEN n END), 0) AS above, coalesce(sum(CASE WHEN IS_INF(d) AND d < 0 THEN n END), 0) AS below,
       count(CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN 1 END) AS finite, STRING_AGG(CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN concat(CAST(d AS STRING), ' ', CAST(n AS STRING)) END, ',') AS text
     FROM (SELECT CAST(x AS FLOAT64) AS d, n, raws FROM (
       SELECT x, count(*) AS n, count(raw) AS raws
       FROM (SELECT UNIX_DATE(`day`) * 86400e0 AS x, `day` AS raw FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) GROUP BY x
     ) LIMIT 131073) ;

SELECT 0 AS batch, hour, count(*) AS n
     FROM (SELECT CAST(floor(d / 3600) - 24 * floor(floor(d / 3600) / 24) AS INT64) AS hour FROM (SELECT CAST(UNIX_DATE(`day`) * 86400e0 AS FLOAT64) AS d FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC')))
       WHERE NOT (IS_NAN(d) OR IS_INF(d)))
     GROUP BY hour;

SELECT 0 AS batch, count(x) AS raws, count(x) AS valid, CAST(min(f) AS STRING) AS low, CAST(max(f) AS STRING) AS high, count(DISTINCT CASE WHEN MOD(MOD(FARM_FINGERPRINT(TO_JSON_STRING(STRUCT(f))), 64) + 64, 64) = 0 THEN f END) AS slice, count(CASE WHEN units / 100 <> f THEN 1 END) AS finer, count(CASE WHEN MOD(MOD(whole, 10) + 10, 10) = 0 THEN 1 END) AS tens, count(CASE WHEN MOD(MOD(whole, 100) + 100, 100) = 0 THEN 1 END) AS hundreds
     FROM (SELECT *, CASE WHEN units / 100 = f AND ABS(units) < 9007199254740992e0 THEN CAST(units AS INT64) END AS whole
       FROM (SELECT *, ROUND(f * 100) AS units FROM (SELECT *, CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN d END AS f FROM (
    SELECT x, raw, CAST(x AS FLOAT64) AS d
    FROM (SELECT `price` AS x, `price` AS raw FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))))))) ;

SELECT 0 AS batch, bin, count(*) AS n
     FROM (SELECT 7 - RANGE_BUCKET(-d, [-3.8125e0, -2.25e0, -1.5e0, 3.55e0, 3.96e0, 4.000000000000001e0, 5.562500000000001e0]) AS bin FROM (SELECT CAST(`price` AS FLOAT64) AS d FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) WHERE NOT (IS_NAN(d) OR IS_INF(d)))
     GROUP BY bin;

SELECT 0 AS batch, count(CASE WHEN IS_NAN(d) THEN 1 END) AS nan, count(CASE WHEN IS_INF(d) AND d > 0 THEN 1 END) AS above, count(CASE WHEN IS_INF(d) AND d < 0 THEN 1 END) AS below
     FROM (SELECT CAST(`price` AS FLOAT64) AS d FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) ;

SELECT 0 AS batch, count(DISTINCT CASE WHEN NOT (IS_NAN(x) OR IS_INF(x)) THEN x END) AS n FROM (SELECT `price` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) ;

SELECT 0 AS batch, count(*) AS different, coalesce(sum(raws), 0) AS raws, coalesce(sum(CASE WHEN d IS NOT NULL THEN n END), 0) AS valid,
       coalesce(sum(CASE WHEN IS_NAN(d) THEN n END), 0) AS nan, coalesce(sum(CASE WHEN IS_INF(d) AND d > 0 THEN n END), 0) AS above, coalesce(sum(CASE WHEN IS_INF(d) AND d < 0 THEN n END), 0) AS below,
       count(CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN 1 END) AS finite, STRING_AGG(CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN concat(CAST(d AS STRING), ' ', CAST(n AS STRING)) END, ',') AS text
     FROM (SELECT CAST(x AS FLOAT64) AS d, n, raws FROM (
       SELECT x, count(*) AS n, count(raw) AS raws
       FROM (SELECT `code` AS x, `code` AS raw FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) GROUP BY x
     ) LIMIT 131073) ;

SELECT 0 AS batch, CAST(min(x) AS STRING) AS low, CAST(max(x) AS STRING) AS high
     FROM (SELECT `code` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) ;

SELECT 0 AS batch, count(raw) AS raws, count(x) AS n, count(CASE WHEN x THEN 1 END) AS trues
     FROM (SELECT `flag` AS x, `flag` AS raw FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) ;

SELECT 0 AS batch, count(*) AS different, coalesce(sum(raws), 0) AS raws, coalesce(sum(CASE WHEN d IS NOT NULL THEN n END), 0) AS valid,
       coalesce(sum(CASE WHEN IS_NAN(d) THEN n END), 0) AS nan, coalesce(sum(CASE WHEN IS_INF(d) AND d > 0 THEN n END), 0) AS above, coalesce(sum(CASE WHEN IS_INF(d) AND d < 0 THEN n END), 0) AS below,
       count(CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN 1 END) AS finite, STRING_AGG(CASE WHEN NOT (IS_NAN(d) OR IS_INF(d)) THEN concat(CAST(d AS STRING), ' ', CAST(n AS STRING)) END, ',') AS text
     FROM (SELECT CAST(x AS FLOAT64) AS d, n, raws FROM (
       SELECT x, count(*) AS n, count(raw) AS raws
       FROM (SELECT UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 AS x, `at` AS raw FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) GROUP BY x
     ) LIMIT 131073) ;

SELECT 0 AS batch, hour, count(*) AS n
     FROM (SELECT CAST(floor(d / 3600) - 24 * floor(floor(d / 3600) / 24) AS INT64) AS hour FROM (SELECT CAST(UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 AS FLOAT64) AS d FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC')))
       WHERE NOT (IS_NAN(d) OR IS_INF(d)))
     GROUP BY hour;

SELECT 0 AS batch, count(raw) AS raws FROM (SELECT `colour` AS raw FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) ;

SELECT 0 AS batch, count(*) AS different, coalesce(sum(n), 0) AS n, count(CASE WHEN n = 1 THEN 1 END) AS singles,
       coalesce(sum(CASE WHEN value = '' THEN n END), 0) AS empty FROM (SELECT x AS value, count(*) AS n FROM (SELECT `colour` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC')))
    WHERE x IS NOT NULL GROUP BY x) ;

SELECT * FROM (SELECT 0 AS batch, n, SUBSTR(TO_HEX(MD5(value)), 1, 16) AS h FROM (SELECT x AS value, count(*) AS n FROM (SELECT `colour` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC')))
    WHERE x IS NOT NULL GROUP BY x))
     WHERE h IN ('bda9643ac6601722', '706dc2ee585fb5dc');

SELECT * FROM (
       SELECT *, row_number() OVER (ORDER BY n DESC, h) AS place
       FROM (SELECT 0 AS batch, value, n, SUBSTR(TO_HEX(MD5(value)), 1, 16) AS h, SUBSTR(TO_HEX(MD5(LOWER(TRIM(value, '                　')))), 1, 16) AS folded FROM (SELECT x AS value, count(*) AS n FROM (SELECT `colour` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC')))
    WHERE x IS NOT NULL GROUP BY x))
       WHERE h NOT IN ('bda9643ac6601722', '706dc2ee585fb5dc')
     ) WHERE place <= 2000;

SELECT 0 AS batch, count(raw) AS raws FROM (SELECT `words` AS raw FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) ;

SELECT 0 AS batch, count(*) AS different, coalesce(sum(n), 0) AS n, count(CASE WHEN n = 1 THEN 1 END) AS singles,
       coalesce(sum(CASE WHEN value = '' THEN n END), 0) AS empty FROM (SELECT x AS value, count(*) AS n FROM (SELECT `words` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC')))
    WHERE x IS NOT NULL GROUP BY x) ;

SELECT * FROM (SELECT 0 AS batch, n, SUBSTR(TO_HEX(MD5(value)), 1, 16) AS h FROM (SELECT x AS value, count(*) AS n FROM (SELECT `words` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC')))
    WHERE x IS NOT NULL GROUP BY x))
     WHERE h IN ('2316dd77cc5b6657', '35d6d33467aae9a2', '8cbad96aced40b38', 'aae2c33a105ad3f2', 'f97c5d29941bfb1b');

SELECT * FROM (
       SELECT *, row_number() OVER (ORDER BY n DESC, h) AS place
       FROM (SELECT 0 AS batch, value, n, SUBSTR(TO_HEX(MD5(value)), 1, 16) AS h, SUBSTR(TO_HEX(MD5(LOWER(TRIM(value, '                　')))), 1, 16) AS folded FROM (SELECT x AS value, count(*) AS n FROM (SELECT `words` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC')))
    WHERE x IS NOT NULL GROUP BY x))
       WHERE h NOT IN ('2316dd77cc5b6657', '35d6d33467aae9a2', '8cbad96aced40b38', 'aae2c33a105ad3f2', 'f97c5d29941bfb1b')
     ) WHERE place <= 2000;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CASE WHEN x THEN 1e0 WHEN NOT x THEN 0e0 END) OR IS_INF(CASE WHEN x THEN 1e0 WHEN NOT x THEN 0e0 END)) THEN 1 - RANGE_BUCKET(-CASE WHEN x THEN 1e0 WHEN NOT x THEN 0e0 END, [-0.5e0]) END * 3 + CASE WHEN SUBSTR(TO_HEX(MD5(y)), 1, 16) IS NOT NULL THEN CASE SUBSTR(TO_HEX(MD5(y)), 1, 16) WHEN 'bda9643ac6601722' THEN 0 WHEN '706dc2ee585fb5dc' THEN 1 ELSE 2 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT `flag` AS x, `colour` AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 2 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-1.5e0, 3.96e0]) END * 3 + CASE WHEN SUBSTR(TO_HEX(MD5(y)), 1, 16) IS NOT NULL THEN CASE SUBSTR(TO_HEX(MD5(y)), 1, 16) WHEN 'bda9643ac6601722' THEN 0 WHEN '706dc2ee585fb5dc' THEN 1 ELSE 2 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT `price` AS x, `colour` AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 2 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-1.5e0, 3.96e0]) END * 5 + CASE WHEN NOT (IS_NAN(CAST(y AS FLOAT64)) OR IS_INF(CAST(y AS FLOAT64))) THEN 4 - RANGE_BUCKET(-CAST(y AS FLOAT64), [-1793606400e0, -1793527200e0, -1793525400e0, -1793520084e0]) END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT `price` AS x, UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 2 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-1.5e0, 3.96e0]) END * 6 + CASE WHEN SUBSTR(TO_HEX(MD5(y)), 1, 16) IS NOT NULL THEN CASE SUBSTR(TO_HEX(MD5(y)), 1, 16) WHEN '2316dd77cc5b6657' THEN 0 WHEN '35d6d33467aae9a2' THEN 1 WHEN '8cbad96aced40b38' THEN 2 WHEN 'aae2c33a105ad3f2' THEN 3 WHEN 'f97c5d29941bfb1b' THEN 4 ELSE 5 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT `price` AS x, `words` AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 1 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-1793491200e0]) END * 5 + CASE WHEN NOT (IS_NAN(CAST(y AS FLOAT64)) OR IS_INF(CAST(y AS FLOAT64))) THEN 4 - RANGE_BUCKET(-CAST(y AS FLOAT64), [-1793606400e0, -1793527200e0, -1793525400e0, -1793520084e0]) END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT UNIX_DATE(`day`) * 86400e0 AS x, UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 1 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-1793491200e0]) END * 6 + CASE WHEN SUBSTR(TO_HEX(MD5(y)), 1, 16) IS NOT NULL THEN CASE SUBSTR(TO_HEX(MD5(y)), 1, 16) WHEN '2316dd77cc5b6657' THEN 0 WHEN '35d6d33467aae9a2' THEN 1 WHEN '8cbad96aced40b38' THEN 2 WHEN 'aae2c33a105ad3f2' THEN 3 WHEN 'f97c5d29941bfb1b' THEN 4 ELSE 5 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT UNIX_DATE(`day`) * 86400e0 AS x, `words` AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 2 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-8e0, -7e0]) END * 5 + CASE WHEN NOT (IS_NAN(CAST(y AS FLOAT64)) OR IS_INF(CAST(y AS FLOAT64))) THEN 4 - RANGE_BUCKET(-CAST(y AS FLOAT64), [-1793606400e0, -1793527200e0, -1793525400e0, -1793520084e0]) END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT `code` AS x, UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0 AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 2 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-8e0, -7e0]) END * 6 + CASE WHEN SUBSTR(TO_HEX(MD5(y)), 1, 16) IS NOT NULL THEN CASE SUBSTR(TO_HEX(MD5(y)), 1, 16) WHEN '2316dd77cc5b6657' THEN 0 WHEN '35d6d33467aae9a2' THEN 1 WHEN '8cbad96aced40b38' THEN 2 WHEN 'aae2c33a105ad3f2' THEN 3 WHEN 'f97c5d29941bfb1b' THEN 4 ELSE 5 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT `code` AS x, `words` AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN NOT (IS_NAN(CAST(x AS FLOAT64)) OR IS_INF(CAST(x AS FLOAT64))) THEN 1 - RANGE_BUCKET(-CAST(x AS FLOAT64), [-1793491200e0]) END * 3 + CASE WHEN NOT (IS_NAN(CAST(y AS FLOAT64)) OR IS_INF(CAST(y AS FLOAT64))) THEN 2 - RANGE_BUCKET(-CAST(y AS FLOAT64), [-8e0, -7e0]) END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT UNIX_DATE(`day`) * 86400e0 AS x, `code` AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, CAST(coalesce(sum(n - 1), 0) AS BIGINT) AS n FROM (SELECT h AS h, count(*) AS n FROM (SELECT FARM_FINGERPRINT(TO_JSON_STRING(STRUCT(UNIX_DATE(`day`) * 86400e0, `price`, `code`, `flag`, UNIX_MICROS(TIMESTAMP(`at`, 'UTC')) / 1000000e0, `colour`, `words`))) AS h FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= DATETIME(TIMESTAMP('2026-11-01T00:00:00Z'), 'UTC') AND `at` < DATETIME(TIMESTAMP('2026-12-01T00:00:00Z'), 'UTC'))) WHERE MOD(MOD(h, 1) + 1, 1) = 0
       GROUP BY h HAVING count(*) > 1) ;

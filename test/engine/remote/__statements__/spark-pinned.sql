DESCRIBE QUERY SELECT * FROM `lake`.`ops`.`flights`;

SELECT count(*) AS n FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ));

SELECT 0 AS batch, count(*) AS different, coalesce(sum(raws), 0) AS raws, coalesce(sum(CASE WHEN d IS NOT NULL THEN n END), 0) AS valid,
       coalesce(sum(CASE WHEN isnan(d) THEN n END), 0) AS nan, coalesce(sum(CASE WHEN abs(d) = CAST('Infinity' AS DOUBLE) AND d > 0 THEN n END), 0) AS above, coalesce(sum(CASE WHEN abs(d) = CAST('Infinity' AS DOUBLE) AND d < 0 THEN n END), 0) AS below,
       count(CASE WHEN abs(d) < CAST('Infinity' AS DOUBLE) THEN 1 END) AS finite, array_join(collect_list(CASE WHEN abs(d) < CAST('Infinity' AS DOUBLE) THEN concat(CAST(d AS STRING), ' ', CAST(n AS STRING)) END), ',') AS text
     FROM (SELECT CAST(x AS DOUBLE) AS d, n, raws FROM (
       SELECT x, count(*) AS n, count(raw) AS raws
       FROM (SELECT unix_date(`day`) * 86400e0 AS x, `day` AS raw FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x
     ) LIMIT 131073) ;

SELECT 0 AS batch, hour, count(*) AS n
     FROM (SELECT CAST(floor(d / 3600) - 24 * floor(floor(d / 3600) / 24) AS BIGINT) AS hour FROM (SELECT CAST(unix_date(`day`) * 86400e0 AS DOUBLE) AS d FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ)))
       WHERE abs(d) < CAST('Infinity' AS DOUBLE))
     GROUP BY hour;

SELECT 0 AS batch, count(x) AS raws, count(x) AS valid, CAST(min(f) AS STRING) AS low, CAST(max(f) AS STRING) AS high, count(DISTINCT CASE WHEN pmod(xxhash64(f IS NULL, f), 64) = 0 THEN f END) AS slice, count(CASE WHEN units / 100 <> f THEN 1 END) AS finer, count(CASE WHEN pmod(whole, 10) = 0 THEN 1 END) AS tens, count(CASE WHEN pmod(whole, 100) = 0 THEN 1 END) AS hundreds
     FROM (SELECT *, CASE WHEN units / 100 = f AND abs(units) < 9007199254740992e0 THEN CAST(units AS BIGINT) END AS whole
       FROM (SELECT *, rint(f * 100) AS units FROM (SELECT *, CASE WHEN abs(d) < CAST('Infinity' AS DOUBLE) THEN d END AS f FROM (
    SELECT x, raw, CAST(x AS DOUBLE) AS d
    FROM (SELECT `price` AS x, `price` AS raw FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))))))) ;

SELECT 0 AS batch, bin, count(*) AS n
     FROM (SELECT CASE WHEN d <= -3.55e0 THEN CASE WHEN d <= -4.000000000000001e0 THEN CASE WHEN d <= -5.562500000000001e0 THEN 0 ELSE 1 END ELSE CASE WHEN d <= -3.96e0 THEN 2 ELSE 3 END END ELSE CASE WHEN d <= 2.25e0 THEN CASE WHEN d <= 1.5e0 THEN 4 ELSE 5 END ELSE CASE WHEN d <= 3.8125e0 THEN 6 ELSE 7 END END END AS bin FROM (SELECT CAST(`price` AS DOUBLE) AS d FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) WHERE abs(d) < CAST('Infinity' AS DOUBLE))
     GROUP BY bin;

SELECT 0 AS batch, count(CASE WHEN isnan(d) THEN 1 END) AS nan, count(CASE WHEN abs(d) = CAST('Infinity' AS DOUBLE) AND d > 0 THEN 1 END) AS above, count(CASE WHEN abs(d) = CAST('Infinity' AS DOUBLE) AND d < 0 THEN 1 END) AS below
     FROM (SELECT CAST(`price` AS DOUBLE) AS d FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) ;

SELECT 0 AS batch, count(DISTINCT CASE WHEN abs(x) < CAST('Infinity' AS DOUBLE) THEN x END) AS n FROM (SELECT `price` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) ;

SELECT 0 AS batch, count(*) AS different, coalesce(sum(raws), 0) AS raws, coalesce(sum(CASE WHEN d IS NOT NULL THEN n END), 0) AS valid,
       coalesce(sum(CASE WHEN isnan(d) THEN n END), 0) AS nan, coalesce(sum(CASE WHEN abs(d) = CAST('Infinity' AS DOUBLE) AND d > 0 THEN n END), 0) AS above, coalesce(sum(CASE WHEN abs(d) = CAST('Infinity' AS DOUBLE) AND d < 0 THEN n END), 0) AS below,
       count(CASE WHEN abs(d) < CAST('Infinity' AS DOUBLE) THEN 1 END) AS finite, array_join(collect_list(CASE WHEN abs(d) < CAST('Infinity' AS DOUBLE) THEN concat(CAST(d AS STRING), ' ', CAST(n AS STRING)) END), ',') AS text
     FROM (SELECT CAST(x AS DOUBLE) AS d, n, raws FROM (
       SELECT x, count(*) AS n, count(raw) AS raws
       FROM (SELECT CAST(`code` AS BIGINT) AS x, `code` AS raw FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x
     ) LIMIT 131073) ;

SELECT 0 AS batch, CAST(min(x) AS STRING) AS low, CAST(max(x) AS STRING) AS high
     FROM (SELECT CAST(`code` AS BIGINT) AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) ;

SELECT 0 AS batch, count(raw) AS raws, count(x) AS n, count(CASE WHEN x THEN 1 END) AS trues
     FROM (SELECT `flag` AS x, `flag` AS raw FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) ;

SELECT 0 AS batch, count(*) AS different, coalesce(sum(raws), 0) AS raws, coalesce(sum(CASE WHEN d IS NOT NULL THEN n END), 0) AS valid,
       coalesce(sum(CASE WHEN isnan(d) THEN n END), 0) AS nan, coalesce(sum(CASE WHEN abs(d) = CAST('Infinity' AS DOUBLE) AND d > 0 THEN n END), 0) AS above, coalesce(sum(CASE WHEN abs(d) = CAST('Infinity' AS DOUBLE) AND d < 0 THEN n END), 0) AS below,
       count(CASE WHEN abs(d) < CAST('Infinity' AS DOUBLE) THEN 1 END) AS finite, array_join(collect_list(CASE WHEN abs(d) < CAST('Infinity' AS DOUBLE) THEN concat(CAST(d AS STRING), ' ', CAST(n AS STRING)) END), ',') AS text
     FROM (SELECT CAST(x AS DOUBLE) AS d, n, raws FROM (
       SELECT x, count(*) AS n, count(raw) AS raws
       FROM (SELECT unix_micros(CAST(`at` AS TIMESTAMP)) / 1000000e0 AS x, `at` AS raw FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x
     ) LIMIT 131073) ;

SELECT 0 AS batch, hour, count(*) AS n
     FROM (SELECT CAST(floor(d / 3600) - 24 * floor(floor(d / 3600) / 24) AS BIGINT) AS hour FROM (SELECT CAST(unix_micros(CAST(`at` AS TIMESTAMP)) / 1000000e0 AS DOUBLE) AS d FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ)))
       WHERE abs(d) < CAST('Infinity' AS DOUBLE))
     GROUP BY hour;

SELECT 0 AS batch, count(raw) AS raws FROM (SELECT `colour` AS raw FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) ;

SELECT 0 AS batch, count(*) AS different, coalesce(sum(n), 0) AS n, count(CASE WHEN n = 1 THEN 1 END) AS singles,
       coalesce(sum(CASE WHEN value = '' THEN n END), 0) AS empty FROM (SELECT x AS value, count(*) AS n FROM (SELECT `colour` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ)))
    WHERE x IS NOT NULL GROUP BY x) ;

SELECT * FROM (SELECT 0 AS batch, n, left(md5(value), 16) AS h FROM (SELECT x AS value, count(*) AS n FROM (SELECT `colour` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ)))
    WHERE x IS NOT NULL GROUP BY x))
     WHERE h IN ('bda9643ac6601722', '706dc2ee585fb5dc');

SELECT * FROM (
       SELECT *, row_number() OVER (ORDER BY n DESC, h) AS place
       FROM (SELECT 0 AS batch, value, n, left(md5(value), 16) AS h, left(md5(array_join(transform(split(replace(trim(BOTH '                　' FROM value), 'İ', 'i'), ''), letter -> lower(letter)), '')), 16) AS folded FROM (SELECT x AS value, count(*) AS n FROM (SELECT `colour` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ)))
    WHERE x IS NOT NULL GROUP BY x))
       WHERE h NOT IN ('bda9643ac6601722', '706dc2ee585fb5dc')
     ) WHERE place <= 2000;

SELECT 0 AS batch, count(raw) AS raws FROM (SELECT `words` AS raw FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) ;

SELECT 0 AS batch, count(*) AS different, coalesce(sum(n), 0) AS n, count(CASE WHEN n = 1 THEN 1 END) AS singles,
       coalesce(sum(CASE WHEN value = '' THEN n END), 0) AS empty FROM (SELECT x AS value, count(*) AS n FROM (SELECT `words` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ)))
    WHERE x IS NOT NULL GROUP BY x) ;

SELECT * FROM (SELECT 0 AS batch, n, left(md5(value), 16) AS h FROM (SELECT x AS value, count(*) AS n FROM (SELECT `words` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ)))
    WHERE x IS NOT NULL GROUP BY x))
     WHERE h IN ('2316dd77cc5b6657', '35d6d33467aae9a2', '8cbad96aced40b38', 'aae2c33a105ad3f2', 'f97c5d29941bfb1b');

SELECT * FROM (
       SELECT *, row_number() OVER (ORDER BY n DESC, h) AS place
       FROM (SELECT 0 AS batch, value, n, left(md5(value), 16) AS h, left(md5(array_join(transform(split(replace(trim(BOTH '                　' FROM value), 'İ', 'i'), ''), letter -> lower(letter)), '')), 16) AS folded FROM (SELECT x AS value, count(*) AS n FROM (SELECT `words` AS x FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ)))
    WHERE x IS NOT NULL GROUP BY x))
       WHERE h NOT IN ('2316dd77cc5b6657', '35d6d33467aae9a2', '8cbad96aced40b38', 'aae2c33a105ad3f2', 'f97c5d29941bfb1b')
     ) WHERE place <= 2000;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN abs(CASE WHEN x THEN 1e0 WHEN NOT x THEN 0e0 END) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CASE WHEN x THEN 1e0 WHEN NOT x THEN 0e0 END <= 0.5e0 THEN 0 ELSE 1 END END * 3 + CASE WHEN left(md5(y), 16) IS NOT NULL THEN CASE left(md5(y), 16) WHEN 'bda9643ac6601722' THEN 0 WHEN '706dc2ee585fb5dc' THEN 1 ELSE 2 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT `flag` AS x, `colour` AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN abs(CAST(x AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(x AS DOUBLE) <= 1.5e0 THEN CASE WHEN CAST(x AS DOUBLE) <= -3.96e0 THEN 0 ELSE 1 END ELSE 2 END END * 3 + CASE WHEN left(md5(y), 16) IS NOT NULL THEN CASE left(md5(y), 16) WHEN 'bda9643ac6601722' THEN 0 WHEN '706dc2ee585fb5dc' THEN 1 ELSE 2 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT `price` AS x, `colour` AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN abs(CAST(x AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(x AS DOUBLE) <= 1.5e0 THEN CASE WHEN CAST(x AS DOUBLE) <= -3.96e0 THEN 0 ELSE 1 END ELSE 2 END END * 5 + CASE WHEN abs(CAST(y AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(y AS DOUBLE) <= 1793527200e0 THEN CASE WHEN CAST(y AS DOUBLE) <= 1793525400e0 THEN CASE WHEN CAST(y AS DOUBLE) <= 1793520084e0 THEN 0 ELSE 1 END ELSE 2 END ELSE CASE WHEN CAST(y AS DOUBLE) <= 1793606400e0 THEN 3 ELSE 4 END END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT `price` AS x, unix_micros(CAST(`at` AS TIMESTAMP)) / 1000000e0 AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN abs(CAST(x AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(x AS DOUBLE) <= 1.5e0 THEN CASE WHEN CAST(x AS DOUBLE) <= -3.96e0 THEN 0 ELSE 1 END ELSE 2 END END * 6 + CASE WHEN left(md5(y), 16) IS NOT NULL THEN CASE left(md5(y), 16) WHEN '2316dd77cc5b6657' THEN 0 WHEN '35d6d33467aae9a2' THEN 1 WHEN '8cbad96aced40b38' THEN 2 WHEN 'aae2c33a105ad3f2' THEN 3 WHEN 'f97c5d29941bfb1b' THEN 4 ELSE 5 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT `price` AS x, `words` AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN abs(CAST(x AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(x AS DOUBLE) <= 1793491200e0 THEN 0 ELSE 1 END END * 3 + CASE WHEN abs(CAST(y AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(y AS DOUBLE) <= 1.5e0 THEN CASE WHEN CAST(y AS DOUBLE) <= -3.96e0 THEN 0 ELSE 1 END ELSE 2 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT unix_date(`day`) * 86400e0 AS x, `price` AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN abs(CAST(x AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(x AS DOUBLE) <= 1.5e0 THEN CASE WHEN CAST(x AS DOUBLE) <= -3.96e0 THEN 0 ELSE 1 END ELSE 2 END END * 3 + CASE WHEN abs(CAST(y AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(y AS DOUBLE) <= 8e0 THEN CASE WHEN CAST(y AS DOUBLE) <= 7e0 THEN 0 ELSE 1 END ELSE 2 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT `price` AS x, CAST(`code` AS BIGINT) AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN abs(CAST(x AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(x AS DOUBLE) <= 1.5e0 THEN CASE WHEN CAST(x AS DOUBLE) <= -3.96e0 THEN 0 ELSE 1 END ELSE 2 END END * 2 + CASE WHEN abs(CASE WHEN y THEN 1e0 WHEN NOT y THEN 0e0 END) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CASE WHEN y THEN 1e0 WHEN NOT y THEN 0e0 END <= 0.5e0 THEN 0 ELSE 1 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT `price` AS x, `flag` AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN abs(CAST(x AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(x AS DOUBLE) <= 1793491200e0 THEN 0 ELSE 1 END END * 5 + CASE WHEN abs(CAST(y AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(y AS DOUBLE) <= 1793527200e0 THEN CASE WHEN CAST(y AS DOUBLE) <= 1793525400e0 THEN CASE WHEN CAST(y AS DOUBLE) <= 1793520084e0 THEN 0 ELSE 1 END ELSE 2 END ELSE CASE WHEN CAST(y AS DOUBLE) <= 1793606400e0 THEN 3 ELSE 4 END END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT unix_date(`day`) * 86400e0 AS x, unix_micros(CAST(`at` AS TIMESTAMP)) / 1000000e0 AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN abs(CAST(x AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(x AS DOUBLE) <= 1793491200e0 THEN 0 ELSE 1 END END * 6 + CASE WHEN left(md5(y), 16) IS NOT NULL THEN CASE left(md5(y), 16) WHEN '2316dd77cc5b6657' THEN 0 WHEN '35d6d33467aae9a2' THEN 1 WHEN '8cbad96aced40b38' THEN 2 WHEN 'aae2c33a105ad3f2' THEN 3 WHEN 'f97c5d29941bfb1b' THEN 4 ELSE 5 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT unix_date(`day`) * 86400e0 AS x, `words` AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN abs(CAST(x AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(x AS DOUBLE) <= 8e0 THEN CASE WHEN CAST(x AS DOUBLE) <= 7e0 THEN 0 ELSE 1 END ELSE 2 END END * 5 + CASE WHEN abs(CAST(y AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(y AS DOUBLE) <= 1793527200e0 THEN CASE WHEN CAST(y AS DOUBLE) <= 1793525400e0 THEN CASE WHEN CAST(y AS DOUBLE) <= 1793520084e0 THEN 0 ELSE 1 END ELSE 2 END ELSE CASE WHEN CAST(y AS DOUBLE) <= 1793606400e0 THEN 3 ELSE 4 END END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT CAST(`code` AS BIGINT) AS x, unix_micros(CAST(`at` AS TIMESTAMP)) / 1000000e0 AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN abs(CAST(x AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(x AS DOUBLE) <= 8e0 THEN CASE WHEN CAST(x AS DOUBLE) <= 7e0 THEN 0 ELSE 1 END ELSE 2 END END * 6 + CASE WHEN left(md5(y), 16) IS NOT NULL THEN CASE left(md5(y), 16) WHEN '2316dd77cc5b6657' THEN 0 WHEN '35d6d33467aae9a2' THEN 1 WHEN '8cbad96aced40b38' THEN 2 WHEN 'aae2c33a105ad3f2' THEN 3 WHEN 'f97c5d29941bfb1b' THEN 4 ELSE 5 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT CAST(`code` AS BIGINT) AS x, `words` AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN abs(CASE WHEN x THEN 1e0 WHEN NOT x THEN 0e0 END) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CASE WHEN x THEN 1e0 WHEN NOT x THEN 0e0 END <= 0.5e0 THEN 0 ELSE 1 END END * 5 + CASE WHEN abs(CAST(y AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(y AS DOUBLE) <= 1793527200e0 THEN CASE WHEN CAST(y AS DOUBLE) <= 1793525400e0 THEN CASE WHEN CAST(y AS DOUBLE) <= 1793520084e0 THEN 0 ELSE 1 END ELSE 2 END ELSE CASE WHEN CAST(y AS DOUBLE) <= 1793606400e0 THEN 3 ELSE 4 END END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT `flag` AS x, unix_micros(CAST(`at` AS TIMESTAMP)) / 1000000e0 AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN abs(CAST(x AS DOUBLE)) < CAST('Infinity' AS DOUBLE) THEN CASE WHEN CAST(x AS DOUBLE) <= 1793527200e0 THEN CASE WHEN CAST(x AS DOUBLE) <= 1793525400e0 THEN CASE WHEN CAST(x AS DOUBLE) <= 1793520084e0 THEN 0 ELSE 1 END ELSE 2 END ELSE CASE WHEN CAST(x AS DOUBLE) <= 1793606400e0 THEN 3 ELSE 4 END END END * 3 + CASE WHEN left(md5(y), 16) IS NOT NULL THEN CASE left(md5(y), 16) WHEN 'bda9643ac6601722' THEN 0 WHEN '706dc2ee585fb5dc' THEN 1 ELSE 2 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT unix_micros(CAST(`at` AS TIMESTAMP)) / 1000000e0 AS x, `colour` AS y FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, CAST(coalesce(sum(n - 1), 0) AS BIGINT) AS n FROM (SELECT h AS h, count(*) AS n FROM (SELECT xxhash64(unix_date(`day`) * 86400e0 IS NULL, unix_date(`day`) * 86400e0, `price` IS NULL, `price`, CAST(`code` AS BIGINT) IS NULL, CAST(`code` AS BIGINT), `flag` IS NULL, `flag`, unix_micros(CAST(`at` AS TIMESTAMP)) / 1000000e0 IS NULL, unix_micros(CAST(`at` AS TIMESTAMP)) / 1000000e0, `colour` IS NULL, `colour`, `words` IS NULL, `words`) AS h FROM (SELECT * FROM `lake`.`ops`.`flights` WHERE `at` >= CAST('2026-11-01T00:00:00Z' AS TIMESTAMP_NTZ) AND `at` < CAST('2026-12-01T00:00:00Z' AS TIMESTAMP_NTZ))) WHERE pmod(h, 1) = 0
       GROUP BY h HAVING count(*) > 1) ;

SELECT column_name, data_type FROM "lake".information_schema.columns WHERE table_schema = 'ops' AND table_name = 'flights' ORDER BY ordinal_position;

SELECT count(*) AS n FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)));

SELECT 0 AS batch, count(*) AS different, coalesce(sum(raws), 0) AS raws, coalesce(sum(CASE WHEN d IS NOT NULL THEN n END), 0) AS valid,
       coalesce(sum(CASE WHEN is_nan(d) THEN n END), 0) AS nan, coalesce(sum(CASE WHEN is_infinite(d) AND d > 0 THEN n END), 0) AS above, coalesce(sum(CASE WHEN is_infinite(d) AND d < 0 THEN n END), 0) AS below,
       count(CASE WHEN is_finite(d) THEN 1 END) AS finite, array_join(array_agg(CASE WHEN is_finite(d) THEN concat(CAST(d AS varchar), ' ', CAST(n AS varchar)) END), ',') AS text
     FROM (SELECT CAST(x AS double) AS d, n, raws FROM (
       SELECT x, count(*) AS n, count(raw) AS raws
       FROM (SELECT date_diff('day', DATE '1970-01-01', "day") * 86400e0 AS x, "day" AS raw FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x
     ) LIMIT 131073) ;

SELECT 0 AS batch, hour, count(*) AS n
     FROM (SELECT CAST(floor(d / 3600) - 24 * floor(floor(d / 3600) / 24) AS bigint) AS hour FROM (SELECT CAST(date_diff('day', DATE '1970-01-01', "day") * 86400e0 AS double) AS d FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6))))
       WHERE is_finite(d))
     GROUP BY hour;

SELECT 0 AS batch, count(x) AS raws, count(x) AS valid, CAST(min(f) AS varchar) AS low, CAST(max(f) AS varchar) AS high, count(DISTINCT CASE WHEN mod(mod(from_big_endian_64(xxhash64(to_utf8(json_format(CAST(ARRAY[CAST(f AS varchar)] AS json))))), 64) + 64, 64) = 0 THEN f END) AS slice, count(CASE WHEN units / 100 <> f THEN 1 END) AS finer, count(CASE WHEN mod(mod(whole, 10) + 10, 10) = 0 THEN 1 END) AS tens, count(CASE WHEN mod(mod(whole, 100) + 100, 100) = 0 THEN 1 END) AS hundreds
     FROM (SELECT *, CASE WHEN units / 100 = f AND abs(units) < 9007199254740992e0 THEN CAST(units AS bigint) END AS whole
       FROM (SELECT *, round(f * 100) AS units FROM (SELECT *, CASE WHEN is_finite(d) THEN d END AS f FROM (
    SELECT x, raw, CAST(x AS double) AS d
    FROM (SELECT "price" AS x, "price" AS raw FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))))))) ;

SELECT 0 AS batch, bin, count(*) AS n
     FROM (SELECT 7 - width_bucket(-d, ARRAY[-3.8125e0, -2.25e0, -1.5e0, 3.55e0, 3.96e0, 4.000000000000001e0, 5.562500000000001e0]) AS bin FROM (SELECT CAST("price" AS double) AS d FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) WHERE is_finite(d))
     GROUP BY bin;

SELECT 0 AS batch, count(CASE WHEN is_nan(d) THEN 1 END) AS nan, count(CASE WHEN is_infinite(d) AND d > 0 THEN 1 END) AS above, count(CASE WHEN is_infinite(d) AND d < 0 THEN 1 END) AS below
     FROM (SELECT CAST("price" AS double) AS d FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) ;

SELECT 0 AS batch, count(DISTINCT CASE WHEN is_finite(x) THEN x END) AS n FROM (SELECT "price" AS x FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) ;

SELECT 0 AS batch, count(*) AS different, coalesce(sum(raws), 0) AS raws, coalesce(sum(CASE WHEN d IS NOT NULL THEN n END), 0) AS valid,
       coalesce(sum(CASE WHEN is_nan(d) THEN n END), 0) AS nan, coalesce(sum(CASE WHEN is_infinite(d) AND d > 0 THEN n END), 0) AS above, coalesce(sum(CASE WHEN is_infinite(d) AND d < 0 THEN n END), 0) AS below,
       count(CASE WHEN is_finite(d) THEN 1 END) AS finite, array_join(array_agg(CASE WHEN is_finite(d) THEN concat(CAST(d AS varchar), ' ', CAST(n AS varchar)) END), ',') AS text
     FROM (SELECT CAST(x AS double) AS d, n, raws FROM (
       SELECT x, count(*) AS n, count(raw) AS raws
       FROM (SELECT CAST("code" AS bigint) AS x, "code" AS raw FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x
     ) LIMIT 131073) ;

SELECT 0 AS batch, CAST(min(x) AS varchar) AS low, CAST(max(x) AS varchar) AS high
     FROM (SELECT CAST("code" AS bigint) AS x FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) ;

SELECT 0 AS batch, count(raw) AS raws, count(x) AS n, count(CASE WHEN x THEN 1 END) AS trues
     FROM (SELECT "flag" AS x, "flag" AS raw FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) ;

SELECT 0 AS batch, count(*) AS different, coalesce(sum(raws), 0) AS raws, coalesce(sum(CASE WHEN d IS NOT NULL THEN n END), 0) AS valid,
       coalesce(sum(CASE WHEN is_nan(d) THEN n END), 0) AS nan, coalesce(sum(CASE WHEN is_infinite(d) AND d > 0 THEN n END), 0) AS above, coalesce(sum(CASE WHEN is_infinite(d) AND d < 0 THEN n END), 0) AS below,
       count(CASE WHEN is_finite(d) THEN 1 END) AS finite, array_join(array_agg(CASE WHEN is_finite(d) THEN concat(CAST(d AS varchar), ' ', CAST(n AS varchar)) END), ',') AS text
     FROM (SELECT CAST(x AS double) AS d, n, raws FROM (
       SELECT x, count(*) AS n, count(raw) AS raws
       FROM (SELECT to_unixtime(with_timezone("at", 'UTC')) AS x, "at" AS raw FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x
     ) LIMIT 131073) ;

SELECT 0 AS batch, hour, count(*) AS n
     FROM (SELECT CAST(floor(d / 3600) - 24 * floor(floor(d / 3600) / 24) AS bigint) AS hour FROM (SELECT CAST(to_unixtime(with_timezone("at", 'UTC')) AS double) AS d FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6))))
       WHERE is_finite(d))
     GROUP BY hour;

SELECT 0 AS batch, count(raw) AS raws FROM (SELECT "colour" AS raw FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) ;

SELECT 0 AS batch, count(*) AS different, coalesce(sum(n), 0) AS n, count(CASE WHEN n = 1 THEN 1 END) AS singles,
       coalesce(sum(CASE WHEN value = '' THEN n END), 0) AS empty FROM (SELECT x AS value, count(*) AS n FROM (SELECT "colour" AS x FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6))))
    WHERE x IS NOT NULL GROUP BY x) ;

SELECT * FROM (SELECT 0 AS batch, n, substr(lower(to_hex(md5(to_utf8(value)))), 1, 16) AS h FROM (SELECT x AS value, count(*) AS n FROM (SELECT "colour" AS x FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6))))
    WHERE x IS NOT NULL GROUP BY x))
     WHERE h IN ('bda9643ac6601722', '706dc2ee585fb5dc');

SELECT * FROM (
       SELECT *, row_number() OVER (ORDER BY n DESC, h) AS place
       FROM (SELECT 0 AS batch, value, n, substr(lower(to_hex(md5(to_utf8(value)))), 1, 16) AS h, substr(lower(to_hex(md5(to_utf8(lower(trim(BOTH '                　' FROM value)))))), 1, 16) AS folded FROM (SELECT x AS value, count(*) AS n FROM (SELECT "colour" AS x FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6))))
    WHERE x IS NOT NULL GROUP BY x))
       WHERE h NOT IN ('bda9643ac6601722', '706dc2ee585fb5dc')
     ) WHERE place <= 2000;

SELECT 0 AS batch, count(raw) AS raws FROM (SELECT "words" AS raw FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) ;

SELECT 0 AS batch, count(*) AS different, coalesce(sum(n), 0) AS n, count(CASE WHEN n = 1 THEN 1 END) AS singles,
       coalesce(sum(CASE WHEN value = '' THEN n END), 0) AS empty FROM (SELECT x AS value, count(*) AS n FROM (SELECT CAST("words" AS varchar) AS x FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6))))
    WHERE x IS NOT NULL GROUP BY x) ;

SELECT * FROM (SELECT 0 AS batch, n, substr(lower(to_hex(md5(to_utf8(value)))), 1, 16) AS h FROM (SELECT x AS value, count(*) AS n FROM (SELECT CAST("words" AS varchar) AS x FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6))))
    WHERE x IS NOT NULL GROUP BY x))
     WHERE h IN ('2316dd77cc5b6657', '35d6d33467aae9a2', '8cbad96aced40b38', 'aae2c33a105ad3f2', 'f97c5d29941bfb1b');

SELECT * FROM (
       SELECT *, row_number() OVER (ORDER BY n DESC, h) AS place
       FROM (SELECT 0 AS batch, value, n, substr(lower(to_hex(md5(to_utf8(value)))), 1, 16) AS h, substr(lower(to_hex(md5(to_utf8(lower(trim(BOTH '                　' FROM value)))))), 1, 16) AS folded FROM (SELECT x AS value, count(*) AS n FROM (SELECT CAST("words" AS varchar) AS x FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6))))
    WHERE x IS NOT NULL GROUP BY x))
       WHERE h NOT IN ('2316dd77cc5b6657', '35d6d33467aae9a2', '8cbad96aced40b38', 'aae2c33a105ad3f2', 'f97c5d29941bfb1b')
     ) WHERE place <= 2000;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN is_finite(CASE WHEN x THEN 1e0 WHEN NOT x THEN 0e0 END) THEN 1 - width_bucket(-CASE WHEN x THEN 1e0 WHEN NOT x THEN 0e0 END, ARRAY[-0.5e0]) END * 3 + CASE WHEN substr(lower(to_hex(md5(to_utf8(y)))), 1, 16) IS NOT NULL THEN CASE substr(lower(to_hex(md5(to_utf8(y)))), 1, 16) WHEN 'bda9643ac6601722' THEN 0 WHEN '706dc2ee585fb5dc' THEN 1 ELSE 2 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT "flag" AS x, "colour" AS y FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN is_finite(CAST(x AS double)) THEN 2 - width_bucket(-CAST(x AS double), ARRAY[-1.5e0, 3.96e0]) END * 3 + CASE WHEN substr(lower(to_hex(md5(to_utf8(y)))), 1, 16) IS NOT NULL THEN CASE substr(lower(to_hex(md5(to_utf8(y)))), 1, 16) WHEN 'bda9643ac6601722' THEN 0 WHEN '706dc2ee585fb5dc' THEN 1 ELSE 2 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT "price" AS x, "colour" AS y FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN is_finite(CAST(x AS double)) THEN 2 - width_bucket(-CAST(x AS double), ARRAY[-1.5e0, 3.96e0]) END * 5 + CASE WHEN is_finite(CAST(y AS double)) THEN 4 - width_bucket(-CAST(y AS double), ARRAY[-1793606400e0, -1793527200e0, -1793525400e0, -1793520084e0]) END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT "price" AS x, to_unixtime(with_timezone("at", 'UTC')) AS y FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN is_finite(CAST(x AS double)) THEN 2 - width_bucket(-CAST(x AS double), ARRAY[-1.5e0, 3.96e0]) END * 6 + CASE WHEN substr(lower(to_hex(md5(to_utf8(y)))), 1, 16) IS NOT NULL THEN CASE substr(lower(to_hex(md5(to_utf8(y)))), 1, 16) WHEN '2316dd77cc5b6657' THEN 0 WHEN '35d6d33467aae9a2' THEN 1 WHEN '8cbad96aced40b38' THEN 2 WHEN 'aae2c33a105ad3f2' THEN 3 WHEN 'f97c5d29941bfb1b' THEN 4 ELSE 5 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT "price" AS x, CAST("words" AS varchar) AS y FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN is_finite(CAST(x AS double)) THEN 1 - width_bucket(-CAST(x AS double), ARRAY[-1793491200e0]) END * 3 + CASE WHEN is_finite(CAST(y AS double)) THEN 2 - width_bucket(-CAST(y AS double), ARRAY[-1.5e0, 3.96e0]) END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT date_diff('day', DATE '1970-01-01', "day") * 86400e0 AS x, "price" AS y FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN is_finite(CAST(x AS double)) THEN 2 - width_bucket(-CAST(x AS double), ARRAY[-1.5e0, 3.96e0]) END * 3 + CASE WHEN is_finite(CAST(y AS double)) THEN 2 - width_bucket(-CAST(y AS double), ARRAY[-8e0, -7e0]) END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT "price" AS x, CAST("code" AS bigint) AS y FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN is_finite(CAST(x AS double)) THEN 2 - width_bucket(-CAST(x AS double), ARRAY[-1.5e0, 3.96e0]) END * 2 + CASE WHEN is_finite(CASE WHEN y THEN 1e0 WHEN NOT y THEN 0e0 END) THEN 1 - width_bucket(-CASE WHEN y THEN 1e0 WHEN NOT y THEN 0e0 END, ARRAY[-0.5e0]) END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT "price" AS x, "flag" AS y FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN is_finite(CAST(x AS double)) THEN 1 - width_bucket(-CAST(x AS double), ARRAY[-1793491200e0]) END * 5 + CASE WHEN is_finite(CAST(y AS double)) THEN 4 - width_bucket(-CAST(y AS double), ARRAY[-1793606400e0, -1793527200e0, -1793525400e0, -1793520084e0]) END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT date_diff('day', DATE '1970-01-01', "day") * 86400e0 AS x, to_unixtime(with_timezone("at", 'UTC')) AS y FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN is_finite(CAST(x AS double)) THEN 1 - width_bucket(-CAST(x AS double), ARRAY[-1793491200e0]) END * 6 + CASE WHEN substr(lower(to_hex(md5(to_utf8(y)))), 1, 16) IS NOT NULL THEN CASE substr(lower(to_hex(md5(to_utf8(y)))), 1, 16) WHEN '2316dd77cc5b6657' THEN 0 WHEN '35d6d33467aae9a2' THEN 1 WHEN '8cbad96aced40b38' THEN 2 WHEN 'aae2c33a105ad3f2' THEN 3 WHEN 'f97c5d29941bfb1b' THEN 4 ELSE 5 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT date_diff('day', DATE '1970-01-01', "day") * 86400e0 AS x, CAST("words" AS varchar) AS y FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN is_finite(CAST(x AS double)) THEN 2 - width_bucket(-CAST(x AS double), ARRAY[-8e0, -7e0]) END * 5 + CASE WHEN is_finite(CAST(y AS double)) THEN 4 - width_bucket(-CAST(y AS double), ARRAY[-1793606400e0, -1793527200e0, -1793525400e0, -1793520084e0]) END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT CAST("code" AS bigint) AS x, to_unixtime(with_timezone("at", 'UTC')) AS y FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN is_finite(CAST(x AS double)) THEN 2 - width_bucket(-CAST(x AS double), ARRAY[-8e0, -7e0]) END * 6 + CASE WHEN substr(lower(to_hex(md5(to_utf8(y)))), 1, 16) IS NOT NULL THEN CASE substr(lower(to_hex(md5(to_utf8(y)))), 1, 16) WHEN '2316dd77cc5b6657' THEN 0 WHEN '35d6d33467aae9a2' THEN 1 WHEN '8cbad96aced40b38' THEN 2 WHEN 'aae2c33a105ad3f2' THEN 3 WHEN 'f97c5d29941bfb1b' THEN 4 ELSE 5 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT CAST("code" AS bigint) AS x, CAST("words" AS varchar) AS y FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN is_finite(CASE WHEN x THEN 1e0 WHEN NOT x THEN 0e0 END) THEN 1 - width_bucket(-CASE WHEN x THEN 1e0 WHEN NOT x THEN 0e0 END, ARRAY[-0.5e0]) END * 5 + CASE WHEN is_finite(CAST(y AS double)) THEN 4 - width_bucket(-CAST(y AS double), ARRAY[-1793606400e0, -1793527200e0, -1793525400e0, -1793520084e0]) END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT "flag" AS x, to_unixtime(with_timezone("at", 'UTC')) AS y FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, cell, sum(n) AS n FROM (SELECT *, CASE WHEN is_finite(CAST(x AS double)) THEN 4 - width_bucket(-CAST(x AS double), ARRAY[-1793606400e0, -1793527200e0, -1793525400e0, -1793520084e0]) END * 3 + CASE WHEN substr(lower(to_hex(md5(to_utf8(y)))), 1, 16) IS NOT NULL THEN CASE substr(lower(to_hex(md5(to_utf8(y)))), 1, 16) WHEN 'bda9643ac6601722' THEN 0 WHEN '706dc2ee585fb5dc' THEN 1 ELSE 2 END END AS cell FROM (SELECT x, y, count(*) AS n FROM (SELECT to_unixtime(with_timezone("at", 'UTC')) AS x, "colour" AS y FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) GROUP BY x, y)) GROUP BY cell;

SELECT 0 AS batch, CAST(coalesce(sum(n - 1), 0) AS BIGINT) AS n FROM (SELECT h AS h, count(*) AS n FROM (SELECT from_big_endian_64(xxhash64(to_utf8(json_format(CAST(ARRAY[CAST(date_diff('day', DATE '1970-01-01', "day") * 86400e0 AS varchar), CAST("price" AS varchar), CAST(CAST("code" AS bigint) AS varchar), CAST("flag" AS varchar), CAST(to_unixtime(with_timezone("at", 'UTC')) AS varchar), CAST("colour" AS varchar), CAST(CAST("words" AS varchar) AS varchar)] AS json))))) AS h FROM (SELECT * FROM "lake"."ops"."flights" WHERE "at" >= CAST(from_iso8601_timestamp('2026-11-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)) AND "at" < CAST(from_iso8601_timestamp('2026-12-01T00:00:00Z') AT TIME ZONE 'UTC' AS timestamp(6)))) WHERE mod(mod(h, 1) + 1, 1) = 0
       GROUP BY h HAVING count(*) > 1) ;

/**
 * Functions that a rule may call: they compute from their arguments alone, and need no more memory than those. Not here:
 * everything that reads files, settings, variables or the catalog, that runs SQL from a text, that writes, what makes long
 * texts or lists out of short ones, and what takes the square of their length: no limit stops it inside of one value.
 */
export const ALLOWED_FUNCTIONS: ReadonlySet<string> = new Set(
  `
  count count_star count_if countif sum avg mean min max median mode product fsum kahan_sum sumkahan favg
  stddev stddev_pop stddev_samp var_pop var_samp variance skewness kurtosis kurtosis_pop mad sem entropy
  quantile quantile_cont quantile_disc percentile_cont percentile_disc approx_quantile approx_count_distinct
  corr covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy
  bool_and bool_or bit_and bit_or bit_xor any_value arbitrary first last arg_min arg_max argmin argmax min_by max_by
  grouping grouping_id
  row_number rank dense_rank rank_dense percent_rank cume_dist ntile lag lead first_value last_value nth_value
  abs ceil ceiling floor round round_even trunc sign sqrt cbrt exp ln log log2 log10 pow power mod divide multiply add
  subtract fdiv fmod pi degrees radians sin cos tan asin acos atan atan2 greatest least isnan isinf isfinite even
  gcd lcm greatest_common_divisor least_common_multiple bit_count xor nextafter
  coalesce ifnull nullif if nvl error_on_overflow constant_or_null
  length len strlen char_length character_length bit_length lower lcase upper ucase trim ltrim rtrim left right substring
  substr position strpos instr contains starts_with prefix suffix ends_with like_escape not_like_escape ilike_escape
  not_ilike_escape replace translate reverse concat concat_ws split_part string_split str_split split
  regexp_matches regexp_full_match regexp_extract regexp_replace regexp_extract_all ascii ord unicode chr
  md5 md5_number sha256 hash jaccard
  hamming mismatches strip_accents nfc_normalize hex unhex to_hex from_hex
  date_part datepart date_trunc datetrunc date_diff datediff date_sub datesub date_add year month day hour minute second
  millisecond microsecond quarter week weekofyear weekday dayofweek dayofmonth dayofyear yearweek isodow isoyear decade
  century era epoch epoch_ms epoch_us epoch_ns last_day monthname dayname age time_bucket extract
  make_date make_time make_timestamp to_timestamp strptime try_strptime strftime
  to_days to_hours to_minutes to_seconds to_weeks to_months to_years to_quarters to_milliseconds to_microseconds
  now current_date current_timestamp get_current_timestamp get_current_time today transaction_timestamp timezone
  list_value array_length list_contains list_has array_contains list_position list_sort list_distinct list_unique
  list_sum list_min list_max list_avg list_count list_extract array_extract list_element
  list_any_value list_has_any list_has_all cardinality row struct_pack struct_extract map_extract
  element_at map_keys map_values unnest
  json_extract json_extract_string json_extract_path json_extract_path_text json_valid json_type json_array_length
  json_keys json_contains json_exists
  `
    .trim()
    .split(/\s+/),
);

/** Functions that give rows. */
export const ALLOWED_TABLE_FUNCTIONS: ReadonlySet<string> = new Set(["unnest", "range", "generate_series"]);

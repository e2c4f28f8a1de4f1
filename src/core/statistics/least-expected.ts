/**
 * Expected rows of a cell from which the normal and chi-square limits describe it (W. G. Cochran, Biometrics 10 (1954)
 * 417–451).
 */
export const LEAST_EXPECTED = 5;

/*
 * Numbers of the report with their bounds, for its JSON Schema.
 */

/**
 * @asType integer
 * @minimum 0
 */
export type Count = number;

/**
 * @asType integer
 * @minimum 1
 */
export type Ordinal = number;

/**
 * @minimum 0
 * @maximum 1
 */
export type Share = number;

package dev.cairn.stored;

/**
 * The changes that made the index entries of a table those of its rows.
 *
 * @param table the table's name
 * @param rows how many rows the table has
 * @param missing how many entries were not there, and were added
 * @param surplus how many entries belonged to no row, and were removed
 * @param unreadable how many rows are damaged, or hold a value that the record class cannot, so
 *     that their entries cannot be computed; the entries that they have stay
 */
public record IndexRepair(String table, long rows, long missing, long surplus, long unreadable) {}

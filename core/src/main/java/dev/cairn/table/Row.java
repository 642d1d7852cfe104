package dev.cairn.table;

/**
 * A key together with the record that is stored under it.
 *
 * @param key the key
 * @param value the record
 * @param <K> the type of the key
 * @param <V> the record class
 */
public record Row<K, V>(K key, V value) {}

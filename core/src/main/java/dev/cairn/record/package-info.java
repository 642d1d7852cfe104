/**
 * Stored records: the schema that describes them without their class, and the annotations by which
 * a record class says how it reads values that older classes wrote.
 */
@NullMarked
package dev.cairn.record;

import org.jspecify.annotations.NullMarked;

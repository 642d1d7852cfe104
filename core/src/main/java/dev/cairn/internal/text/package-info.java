/** Values as they are shown in messages. */
@NullMarked
package dev.cairn.internal.text;

import org.jspecify.annotations.NullMarked;

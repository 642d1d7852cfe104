/** Chat memories of frameworks in conversations: whole lists, merged by what was read of them. */
@NullMarked
package dev.cairn.chat;

import org.jspecify.annotations.NullMarked;

/** Settings of a store from environment variables and a file, all checked before it is opened. */
@NullMarked
package dev.cairn.config;

import org.jspecify.annotations.NullMarked;

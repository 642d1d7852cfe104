/**
 * Repositories of source code, kept in sync with the documents of a store: {@link
 * dev.cairn.repositories.Repositories}.
 */
@NullMarked
package dev.cairn.repositories;

import org.jspecify.annotations.NullMarked;

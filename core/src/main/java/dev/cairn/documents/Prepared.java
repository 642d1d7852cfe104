package dev.cairn.documents;

/** A document that is ready to be stored. */
record Prepared(NewDocument document) {}

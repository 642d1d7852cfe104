package dev.cairn.documents;

/**
 * The result of a deletion by a filter.
 *
 * @param deleted the number of documents that were deleted
 * @param failed the number of documents that could not be deleted, because a row is damaged
 * @param total the number of documents that the filter matched when the deletion began; others may
 *     have deleted or changed some of them meanwhile
 */
public record Deletion(long deleted, long failed, long total) {}

package dev.cairn.documents;

import dev.cairn.documents.Recollection.Kind;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.known.KnownText;
import dev.cairn.internal.known.KnownTexts;
import java.util.Arrays;
import java.util.Optional;

/** Puts the texts of other repositories into documents of an index, and reads them from there. */
final class Known {
  private static final String KIND = "kind";
  private static final String ID = "id";

  private Known() {}

  /** Returns a text as a document of the index. */
  static NewDocument document(KnownText text) {
    return NewDocument.of(text.indexId(), text.text())
        .with(KIND, text.kind().name())
        .with(ID, text.id());
  }

  /** Tells whether a document of the index is of a kind that this program knows. */
  static boolean isOfKnownKind(DocumentRow indexed) {
    return kind(Document.of(indexed).metadata()).isPresent();
  }

  /** Returns the text that a document of the index has in its repository now, if it is there. */
  static Optional<KnownText> now(KnownTexts texts, NewDocument indexed) {
    Metadata metadata = indexed.metadata();
    return kind(metadata)
        .flatMap(kind -> texts.get(kind, value(metadata, ID), indexed.id().orElseThrow()));
  }

  /** Returns what a hit in the index stands for; nothing if only a newer program knows its kind. */
  static Optional<Recollection> recollection(Hit hit, double score) {
    Metadata metadata = hit.document().metadata();
    return kind(metadata)
        .map(kind -> new Recollection(Kind.valueOf(kind.name()), value(metadata, ID), score, hit));
  }

  private static Optional<KnownText.Kind> kind(Metadata metadata) {
    String name = value(metadata, KIND);
    return Arrays.stream(KnownText.Kind.values())
        .filter(kind -> kind.name().equals(name))
        .findFirst();
  }

  private static String value(Metadata metadata, String name) {
    return metadata.get(name).orElseThrow().toString();
  }
}

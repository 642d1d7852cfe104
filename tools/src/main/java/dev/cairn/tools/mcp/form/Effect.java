package dev.cairn.tools.mcp.form;

/** Classifies MCP tools by their effect on the store: reading, adding, replacing or removing. */
public enum Effect {
  /** Changes nothing. */
  READS,

  /** Adds to the memory; the same call again adds again. */
  ADDS,

  /** Adds or replaces; the same call again changes nothing more. */
  SETS,

  /** Removes from the memory; the same call again changes nothing more. */
  REMOVES;

  /** Returns whether a call leaves the memory as it was. */
  public boolean isReadOnly() {
    return this == READS;
  }

  /** Returns whether a call takes away from the memory. */
  public boolean isDestructive() {
    return this == REMOVES;
  }

  /** Returns whether the same call again changes nothing more. */
  public boolean isIdempotent() {
    return this != ADDS;
  }
}

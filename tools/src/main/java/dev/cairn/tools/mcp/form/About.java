package dev.cairn.tools.mcp.form;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Annotates a record component with a description for the language model that fills it in or reads
 * it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface About {
  /** Returns the description, a phrase without a full stop. */
  String value();
}

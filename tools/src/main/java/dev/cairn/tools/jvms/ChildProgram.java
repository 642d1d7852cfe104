package dev.cairn.tools.jvms;

import java.util.List;
import java.util.Map;

/**
 * The program of a child JVM.
 *
 * @param main its main class
 * @param arguments the arguments of that
 * @param variables environment variables beside those of the parent
 */
public record ChildProgram(Class<?> main, List<String> arguments, Map<String, String> variables) {
  /** Copies the arguments and the variables. */
  public ChildProgram {
    arguments = List.copyOf(arguments);
    variables = Map.copyOf(variables);
  }
}

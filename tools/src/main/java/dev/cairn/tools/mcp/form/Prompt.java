package dev.cairn.tools.mcp.form;

import dev.cairn.Memory;
import java.util.function.BiFunction;

/**
 * Defines an MCP prompt: a text for the model, made from the store and one argument, that a user
 * requests by name.
 *
 * @param name the name by which it is asked for
 * @param title the name for people
 * @param about tells the user what it is
 * @param argument the name of the argument, which must be given
 * @param aboutArgument describes the argument
 * @param text makes the text
 */
public record Prompt(
    String name,
    String title,
    String about,
    String argument,
    String aboutArgument,
    BiFunction<Memory, String, String> text) {}

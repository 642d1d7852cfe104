package dev.cairn.tools.mcp;

import dev.cairn.Memory;
import dev.cairn.tools.mcp.form.Answer;
import dev.cairn.tools.mcp.form.Effect;
import dev.cairn.tools.mcp.form.Prompt;
import dev.cairn.tools.mcp.form.Resource;
import dev.cairn.tools.mcp.form.ResourceUris;
import dev.cairn.tools.mcp.form.Tool;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Registers tools, resources and prompts with the MCP library, and runs calls of them on the store.
 */
final class Features {
  private final StoreDoor door;

  Features(StoreDoor door) {
    this.door = door;
  }

  /** Returns a tool as the library wants it. */
  SyncToolSpecification tool(Tool<?, ?> tool) {
    Tool.Description description = tool.description();
    Effect effect = description.effect();
    McpSchema.Tool shown =
        McpSchema.Tool.builder(description.name(), tool.inputSchema())
            .title(description.title())
            .description(description.about())
            .outputSchema(tool.outputSchema())
            .annotations(
                McpSchema.ToolAnnotations.builder()
                    .readOnlyHint(effect.isReadOnly())
                    .destructiveHint(effect.isDestructive())
                    .idempotentHint(effect.isIdempotent())
                    .openWorldHint(false)
                    .build())
            .build();
    return new SyncToolSpecification(shown, (exchange, request) -> call(tool, request));
  }

  private CallToolResult call(Tool<?, ?> tool, CallToolRequest request) {
    try {
      Map<String, Object> arguments = request.arguments();
      Answer answer =
          door.with(memory -> tool.call(memory, arguments == null ? Map.of() : arguments));
      return new CallToolResult(List.of(text(answer.text())), null, answer.structured(), null);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      return refused(Refusals.sentence(e));
    }
  }

  /** Returns the answer of a call that failed. */
  static CallToolResult refused(String sentence) {
    return CallToolResult.builder(List.of(text(sentence))).isError(true).build();
  }

  /** Returns the answer to a request that cannot be answered otherwise. */
  static JSONRPCResponse failed(JSONRPCRequest request, Throwable failure) {
    return JSONRPCResponse.error(
        request.id(),
        new JSONRPCResponse.JSONRPCError(
            McpSchema.ErrorCodes.INTERNAL_ERROR, Refusals.sentence(failure)));
  }

  private static McpSchema.Content text(String text) {
    return McpSchema.TextContent.builder(text).build();
  }

  /** Returns a resource with an address of its own as the library wants it. */
  SyncResourceSpecification resource(Resource resource) {
    McpSchema.Resource shown =
        McpSchema.Resource.builder(resource.uri(), resource.name())
            .title(resource.title())
            .description(resource.about())
            .mimeType(resource.mimeType())
            .build();
    return new SyncResourceSpecification(
        shown, (exchange, request) -> read(resource, request.uri()));
  }

  /** Returns a resource with a template as the library wants it. */
  SyncResourceTemplateSpecification template(Resource resource) {
    McpSchema.ResourceTemplate shown =
        McpSchema.ResourceTemplate.builder(resource.uri(), resource.name())
            .title(resource.title())
            .description(resource.about())
            .mimeType(resource.mimeType())
            .build();
    return new SyncResourceTemplateSpecification(
        shown, (exchange, request) -> read(resource, request.uri()));
  }

  private ReadResourceResult read(Resource resource, String uri) {
    Optional<String> text = protocolFailures(memory -> text(memory, resource, uri));
    if (text.isEmpty()) {
      throw McpError.builder(McpSchema.ErrorCodes.RESOURCE_NOT_FOUND)
          .message("there is nothing at " + uri)
          .build();
    }
    return ReadResourceResult.builder(
            List.of(
                McpSchema.TextResourceContents.builder(uri, text.get())
                    .mimeType(resource.mimeType())
                    .build()))
        .build();
  }

  private static Optional<String> text(Memory memory, Resource resource, String uri) {
    String part = resource.isTemplate() ? ResourceUris.part(resource.uri(), uri) : "";
    return resource.text().apply(memory, part);
  }

  /** Returns a prompt as the library wants it. */
  SyncPromptSpecification prompt(Prompt prompt) {
    McpSchema.Prompt shown =
        McpSchema.Prompt.builder(prompt.name())
            .title(prompt.title())
            .description(prompt.about())
            .arguments(
                List.of(
                    McpSchema.PromptArgument.builder(prompt.argument())
                        .description(prompt.aboutArgument())
                        .required(true)
                        .build()))
            .build();
    return new SyncPromptSpecification(
        shown, (exchange, request) -> put(prompt, request.arguments()));
  }

  private GetPromptResult put(Prompt prompt, @Nullable Map<String, Object> arguments) {
    Object argument = arguments == null ? null : arguments.get(prompt.argument());
    if (!(argument instanceof String given)) {
      throw McpError.builder(McpSchema.ErrorCodes.INVALID_PARAMS)
          .message(
              "the prompt %s needs %s, %s"
                  .formatted(prompt.name(), prompt.argument(), prompt.aboutArgument()))
          .build();
    }
    String text = protocolFailures(memory -> prompt.text().apply(memory, given));
    return GetPromptResult.builder(
            List.of(McpSchema.PromptMessage.builder(McpSchema.Role.USER, text(text)).build()))
        .description(prompt.about())
        .build();
  }

  /** Does a piece of work on the memory; a failure is the protocol's, since there is no tool. */
  private <R> R protocolFailures(Function<Memory, R> work) {
    try {
      return door.with(work);
    } catch (RuntimeException | OutOfMemoryError e) {
      int code =
          e instanceof IllegalArgumentException
              ? McpSchema.ErrorCodes.INVALID_PARAMS
              : McpSchema.ErrorCodes.INTERNAL_ERROR;
      throw McpError.builder(code).message(Refusals.sentence(e)).build();
    }
  }
}

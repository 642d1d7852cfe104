package dev.cairn.tools.mcp.groups;

import dev.cairn.Memory;
import dev.cairn.graph.Graph;
import dev.cairn.maintenance.StoreChange.RowChanged;
import dev.cairn.table.Table;
import dev.cairn.tools.mcp.form.Effect;
import dev.cairn.tools.mcp.form.Resource;
import dev.cairn.tools.mcp.form.Tool;
import dev.cairn.tools.mcp.form.ToolGroup;
import dev.cairn.tools.mcp.groups.GraphAnswers.AddedObservations;
import dev.cairn.tools.mcp.groups.GraphAnswers.CreatedEntities;
import dev.cairn.tools.mcp.groups.GraphAnswers.CreatedRelations;
import dev.cairn.tools.mcp.groups.GraphAnswers.Done;
import dev.cairn.tools.mcp.groups.GraphAnswers.FoundGraph;
import dev.cairn.tools.mcp.groups.GraphAnswers.ObservedEntity;
import dev.cairn.tools.mcp.groups.GraphArguments.Addition;
import dev.cairn.tools.mcp.groups.GraphArguments.EntityDeletions;
import dev.cairn.tools.mcp.groups.GraphArguments.NewEntities;
import dev.cairn.tools.mcp.groups.GraphArguments.NewEntity;
import dev.cairn.tools.mcp.groups.GraphArguments.NewObservations;
import dev.cairn.tools.mcp.groups.GraphArguments.NodeNames;
import dev.cairn.tools.mcp.groups.GraphArguments.NodeQuestion;
import dev.cairn.tools.mcp.groups.GraphArguments.ObservationDeletions;
import dev.cairn.tools.mcp.groups.GraphArguments.Page;
import dev.cairn.tools.mcp.groups.GraphArguments.RelationDeletions;
import dev.cairn.tools.mcp.groups.GraphArguments.RelationEnds;
import dev.cairn.tools.mcp.groups.GraphArguments.RelationList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Defines the nine MCP tools of the reference memory server, {@code
 * @modelcontextprotocol/server-memory}, on a graph that several servers share.
 *
 * <p>Names, arguments and answers are those of the reference. Further arguments are optional, and
 * without them an answer has no further fields.
 */
public final class GraphTools implements ToolGroup {
  private static final String URI = "memory://knowledge-graph";

  private static final Set<String> TABLES =
      Graph.tables().stream().map(Table::name).collect(Collectors.toUnmodifiableSet());

  @Override
  public String name() {
    return "graph";
  }

  @Override
  public List<Tool<?, ?>> tools() {
    List<Tool<?, ?>> tools = new ArrayList<>(additions());
    tools.addAll(removals());
    tools.addAll(questions());
    return tools.stream().<Tool<?, ?>>map(Tool::ignoringUnknownArguments).toList();
  }

  private static List<Tool<?, ?>> additions() {
    return List.of(
        Tool.of(
                "create_entities",
                "Create Entities",
                "Create multiple new entities in the knowledge graph",
                Effect.ADDS)
            .takes(NewEntities.class)
            .gives(CreatedEntities.class, GraphTools::createEntities)
            .telling("entities", JsonText::of),
        Tool.of(
                "create_relations",
                "Create Relations",
                "Create multiple new relations between entities in the knowledge graph. Relations"
                    + " should be in active voice",
                Effect.ADDS)
            .takes(RelationList.class)
            .gives(CreatedRelations.class, GraphTools::createRelations)
            .telling("relations", JsonText::of),
        Tool.of(
                "add_observations",
                "Add Observations",
                "Add new observations to existing entities in the knowledge graph",
                Effect.ADDS)
            .takes(NewObservations.class)
            .gives(AddedObservations.class, GraphTools::addObservations)
            .telling("results", JsonText::of));
  }

  private static List<Tool<?, ?>> removals() {
    return List.of(
        Tool.of(
                "delete_entities",
                "Delete Entities",
                "Delete multiple entities and their associated relations from the knowledge graph",
                Effect.REMOVES)
            .takes(EntityDeletions.class)
            .gives(
                Done.class,
                (memory, asked) -> {
                  memory.graph().removeEntities(asked.entityNames());
                  return Done.of("Entities deleted successfully");
                })
            .telling("message", Object::toString),
        Tool.of(
                "delete_observations",
                "Delete Observations",
                "Delete specific observations from entities in the knowledge graph",
                Effect.REMOVES)
            .takes(ObservationDeletions.class)
            .gives(Done.class, GraphTools::deleteObservations)
            .telling("message", Object::toString),
        Tool.of(
                "delete_relations",
                "Delete Relations",
                "Delete multiple relations from the knowledge graph",
                Effect.REMOVES)
            .takes(RelationDeletions.class)
            .gives(
                Done.class,
                (memory, asked) -> {
                  memory
                      .graph()
                      .removeRelations(
                          asked.relations().stream().map(RelationEnds::relation).toList());
                  return Done.of("Relations deleted successfully");
                })
            .telling("message", Object::toString));
  }

  private static List<Tool<?, ?>> questions() {
    return List.of(
        Tool.of("read_graph", "Read Graph", "Read the entire knowledge graph", Effect.READS)
            .takes(Page.class)
            .gives(
                FoundGraph.class,
                (memory, page) ->
                    FoundGraph.of(page.in(memory.graph()), page.details().orElse(false)))
            .telling(JsonText::of),
        Tool.of(
                "search_nodes",
                "Search Nodes",
                "Search for nodes in the knowledge graph based on a query",
                Effect.READS)
            .takes(NodeQuestion.class)
            .gives(
                FoundGraph.class,
                (memory, asked) -> FoundGraph.of(asked.in(memory), asked.details().orElse(false)))
            .telling(JsonText::of),
        Tool.of(
                "open_nodes",
                "Open Nodes",
                "Open specific nodes in the knowledge graph by their names",
                Effect.READS)
            .takes(NodeNames.class)
            .gives(
                FoundGraph.class,
                (memory, asked) ->
                    FoundGraph.of(
                        memory.graph().open(asked.names()), asked.details().orElse(false)))
            .telling(JsonText::of));
  }

  private static CreatedEntities createEntities(Memory memory, NewEntities asked) {
    return CreatedEntities.of(
        memory.graph().create(asked.entities().stream().map(NewEntity::entity).toList()));
  }

  private static CreatedRelations createRelations(Memory memory, RelationList asked) {
    return CreatedRelations.of(
        memory.graph().relate(asked.relations().stream().map(RelationEnds::relation).toList()));
  }

  private static AddedObservations addObservations(Memory memory, NewObservations asked) {
    return memory.writeAndGet(
        transaction ->
            new AddedObservations(
                asked.observations().stream()
                    .map(each -> add(transaction.graph(), each))
                    .toList()));
  }

  private static ObservedEntity add(Graph graph, Addition addition) {
    if (!graph.contains(addition.entityName())) {
      throw new IllegalArgumentException(
          "Entity with name %s not found; create it with create_entities first"
              .formatted(addition.entityName()));
    }
    return ObservedEntity.of(
        addition.entityName(), graph.observe(addition.entityName(), addition.observations()));
  }

  private static Done deleteObservations(Memory memory, ObservationDeletions asked) {
    memory.write(
        transaction ->
            asked
                .deletions()
                .forEach(
                    each ->
                        transaction
                            .graph()
                            .removeObservations(each.entityName(), each.observations())));
    return Done.of("Observations deleted successfully");
  }

  @Override
  public List<Resource> resources() {
    return List.of(
        new Resource(
            URI,
            "knowledge-graph",
            "Knowledge Graph",
            "The full knowledge graph with all entities and relations",
            "application/json",
            (memory, nothing) ->
                Optional.of(JsonText.of(Tool.json(FoundGraph.of(memory.graph().all(), false))))));
  }

  @Override
  public Optional<String> changedResource(RowChanged row) {
    return TABLES.contains(row.table()) ? Optional.of(URI) : Optional.empty();
  }
}

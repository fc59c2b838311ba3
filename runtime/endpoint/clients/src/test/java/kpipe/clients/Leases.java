package kpipe.clients;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** A DynamoDB in memory, where the KCL keeps its leases: one for all tests. */
final class Leases implements ParameterResolver, AutoCloseable {

    private final AmazonDynamoDBLocal dynamo;

    /** Called by JUnit: asks for the one there is. */
    Leases() {
        dynamo = null;
    }

    private Leases(AmazonDynamoDBLocal dynamo) {
        this.dynamo = dynamo;
    }

    DynamoDbAsyncClient client() {
        return dynamo.dynamoDbAsyncClient();
    }

    @Override
    public void close() {
        dynamo.shutdownNow();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Leases.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Leases.class, key -> new Leases(DynamoDBEmbedded.create()), Leases.class);
    }
}

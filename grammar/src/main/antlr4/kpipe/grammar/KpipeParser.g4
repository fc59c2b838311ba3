/*
 * The grammar of .kpipe files: statements, clauses and SQL. The reader in the compiler cuts a file into statements and
 * gives them to the rule `statement` one by one. A word is reserved only if it is missing in the rules at the end.
 */
parser grammar KpipeParser;

options {
    tokenVocab = KpipeLexer;
}

// ---- statements ----

statement
    : (CREATE (OR REPLACE)?)? statementBody EOF
    ;

statementBody
    : STREAM qualifiedName columnDeclarations? clause* (AS query)?          # streamStatement
    | TABLE qualifiedName columnDeclarations clause*                        # tableStatement
    | VIEW qualifiedName identifierList? clause* AS query                   # viewStatement
    | WINDOW identifier windowShape clause*                                 # windowStatement
    | PUMP qualifiedName clause* AS (insert | query)                        # pumpStatement
    | ALTER PUMP qualifiedName (DOT STAR)? (START | STOP)                   # alterPumpStatement
    | FUNCTION qualifiedName LEFT_PAREN parameterDeclarations? RIGHT_PAREN
        RETURNS typeName clause* ((AS | RETURN) expression)?                # functionStatement
    | TRANSFORM qualifiedName clause*                                       # transformStatement
    | DESTINATION qualifiedName clause*                                     # destinationStatement
    | ALARM qualifiedName clause*                                           # alarmStatement
    | TEST string testStep*                                                 # testStatement
    | GRANT grantAction (COMMA grantAction)* ON qualifiedName
        TO string (COMMA string)*                                           # grantStatement
    | PARAMETER identifier typeName (DEFAULT valueExpression)?              # parameterStatement
    | IMPORT string                                                         # importStatement
    | insert                                                                # insertStatement
    | query                                                                 # queryStatement
    ;

insert
    : INSERT EXPEDITED? INTO qualifiedName identifierList? query
    ;

grantAction
    : identifier
    | SELECT
    | ALL
    ;

columnDeclarations
    : LEFT_PAREN columnDeclaration (COMMA columnDeclaration)* RIGHT_PAREN
    ;

columnDeclaration
    : identifier typeName columnOption*
    ;

columnOption
    : NOT NULL                  # notNullOption
    | NULL                      # nullOption
    | PATH string               # pathOption
    | METADATA identifier       # metadataOption
    | PATTERN string            # patternOption
    | WAS identifier            # wasOption
    | DESCRIPTION string        # descriptionOption
    ;

parameterDeclarations
    : parameterDeclaration (COMMA parameterDeclaration)*
    ;

parameterDeclaration
    : identifier typeName
    ;

// ---- clauses: which statement takes which is checked by the reader ----

clause
    : FROM qualifiedName string? connectorOptions?                                   # fromClause
    | INTO qualifiedName identifierList?                                    # intoClause
    | FORMAT identifier connectorOptions?                                            # formatClause
    | SHARDS (ON DEMAND | amount)                                           # shardsClause
    | PARTITION BY partitionItem (COMMA partitionItem)*                     # partitionByClause
    | RETENTION duration                                                    # retentionClause
    | EVENT TIME (PATH string | identifier) eventTimeOption*                # eventTimeClause
    | TRANSFORM qualifiedName (COMMA qualifiedName)*                        # transformClause
    | START AT valueExpression                                              # startAtClause
    | ENCRYPTED WITH KEY string                                             # encryptedClause
    | DESCRIPTION string                                                    # descriptionClause
    | OPTIONS LEFT_PAREN (oldOption (COMMA oldOption)*)? RIGHT_PAREN        # optionsClause
    | REFRESH EVERY duration                                                # refreshClause
    | KEY identifierList                                                    # keyClause
    | (STOPPED | STARTED)                                                   # startedClause
    | STATE TTL duration                                                    # stateTtlClause
    | STATE UNBOUNDED BECAUSE string                                        # stateUnboundedClause
    | LANGUAGE identifier                                                   # languageClause
    | SPECIFIC qualifiedName                                                # specificClause
    | NOT? DETERMINISTIC                                                    # deterministicClause
    | (CONTAINS SQL | READS SQL DATA | MODIFIES SQL DATA | NO SQL)          # dataAccessClause
    | (RETURNS NULL | CALLED) ON NULL INPUT                                 # nullInputClause
    | AS CODE                                                               # codeClause
    | LAMBDA string                                                         # lambdaClause
    | HANDLER string (RUNTIME identifier)?                                  # handlerClause
    | COMMAND string                                                        # commandClause
    | BATCH measure (OR measure)?                                           # batchClause
    | TIMEOUT duration                                                      # timeoutClause
    | RETRY FOR duration                                                    # retryForClause
    | RETRY amount                                                          # retryClause
    | TO place                                                              # toClause
    | COMPRESSION identifier                                                # compressionClause
    | BUFFER measure (OR measure)?                                          # bufferClause
    | BACKUP (ALL | FAILED) TO place                                        # backupClause
    | ERRORS TO place                                                       # errorsClause
    | WHERE expression                                                      # whereClause
    | DELIVERY (EXACTLY ONCE | AT LEAST ONCE)                               # deliveryClause
    | WHEN expression (FROM qualifiedName)?                                 # whenClause
    | FOR amount (OF amount)? PERIODS OF duration                           # periodsClause
    | NOTIFY place (COMMA place)*                                           # notifyClause
    ;

eventTimeOption
    : LATENESS duration
    | IDLE AFTER duration
    ;

partitionItem
    : expression (AS identifier)?
    ;

place
    : identifier string? connectorOptions?
    | string connectorOptions?
    ;

connectorOptions
    : LEFT_PAREN connectorOption (COMMA connectorOption)* RIGHT_PAREN
    ;

connectorOption
    : optionName EQUAL optionValue
    ;

// What text stands for NULL is an option of formats, so that word is a name here.
optionName
    : qualifiedName
    | NULL
    ;

optionValue
    : duration
    | size
    | expression
    ;

oldOption
    : qualifiedName EQUAL? valueExpression
    ;

measure
    : size
    | duration
    | amount (RECORDS | ROWS)?
    ;

amount
    : NUMBER
    | identifier
    | string
    ;

duration
    : amount durationUnit       # countedDuration
    | intervalLiteral           # intervalDuration
    ;

durationUnit
    : MILLISECOND | MILLISECONDS | SECOND | SECONDS | MINUTE | MINUTES | HOUR | HOURS | DAY | DAYS | WEEK | WEEKS
    | MONTH | MONTHS | YEAR | YEARS
    ;

size
    : amount (B | KB | MB | GB)
    ;

windowShape
    : TUMBLING duration windowOffset? windowZone?
    | HOPPING duration EVERY duration windowOffset? windowZone?
    | CUMULATING duration EVERY duration windowOffset? windowZone?
    | SLIDING (duration | amount ROWS) windowOffset?
    | SESSION GAP duration windowOffset?
    | STAGGER duration windowOffset?
    ;

windowOffset
    : OFFSET duration
    ;

windowZone
    : TIME ZONE string
    ;

// ---- tests ----

testStep
    : GIVEN qualifiedName shard? identifierList? testRows                   # givenStep
    | AT valueExpression                                                    # atStep
    | IDLE qualifiedName shard?                                             # idleStep
    | RESTART                                                               # restartStep
    | EXPECT NOTHING FROM qualifiedName                                     # expectNothingStep
    | EXPECT qualifiedName identifierList? testRows                         # expectStep
    ;

shard
    : SHARD amount
    ;

testRows
    : VALUES testRow (COMMA testRow)*
    | FROM string (FORMAT identifier connectorOptions?)?
    ;

testRow
    : LEFT_PAREN expression (COMMA expression)* RIGHT_PAREN
    ;

// ---- queries ----

query
    : with? queryBody orderBy?
    ;

with
    : WITH RECURSIVE? commonTable (COMMA commonTable)*
    ;

commonTable
    : identifier identifierList? AS LEFT_PAREN query RIGHT_PAREN
    ;

orderBy
    : ORDER BY sortItem (COMMA sortItem)* (WITHIN valueExpression)? limits
    | LIMIT amount limits
    | FETCH (FIRST | NEXT) amount? (ROW | ROWS) ONLY
    | OFFSET amount (ROW | ROWS)? limits
    ;

limits
    : (LIMIT limit=amount)? (OFFSET offset=amount (ROW | ROWS)?)?
        (FETCH (FIRST | NEXT) fetch=amount? (ROW | ROWS) ONLY)?
    ;

queryBody
    : queryTerm ((UNION | EXCEPT) setQuantifier? queryTerm)*
    ;

queryTerm
    : queryPrimary (INTERSECT setQuantifier? queryPrimary)*
    ;

queryPrimary
    : select
    | VALUES expression (COMMA expression)*
    | LEFT_PAREN query RIGHT_PAREN
    ;

select
    : SELECT STREAM? setQuantifier? selectItem (COMMA selectItem)*
        (FROM tableReference (COMMA tableReference)*)?
        (WHERE expression)?
        before=windowedBy?
        groupBy?
        after=windowedBy?
        (HAVING expression)?
        (WINDOW namedWindow (COMMA namedWindow)*)?
    ;

setQuantifier
    : DISTINCT
    | ALL
    ;

selectItem
    : STAR                                                                  # allColumns
    | qualifiedName DOT STAR                                                # allColumnsOf
    | expression (AS identifier | selectAlias)?                             # singleColumn
    ;

groupBy
    : GROUP BY setQuantifier? groupItem (COMMA groupItem)*
    ;

groupItem
    : LEFT_PAREN RIGHT_PAREN
    | (ROLLUP | CUBE | GROUPING SETS) LEFT_PAREN groupItem (COMMA groupItem)* RIGHT_PAREN
    | expression
    ;

windowedBy
    : WINDOWED BY windowedByWindow
    ;

windowedByWindow
    : STAGGER LEFT_PAREN PARTITION BY expression (COMMA expression)* RANGE duration RIGHT_PAREN
    | windowShape
    | windowName=(TUMBLING | HOPPING | CUMULATING | SLIDING | STAGGER) LEFT_PAREN (duration | amount ROWS)
        (EVERY duration)? windowOffset? windowZone? RIGHT_PAREN
    | windowName=SESSION LEFT_PAREN GAP? duration windowOffset? RIGHT_PAREN
    | identifier
    ;

namedWindow
    : identifier AS LEFT_PAREN windowSpecification RIGHT_PAREN
    ;

windowSpecification
    : base=identifier? (PARTITION BY expression (COMMA expression)*)? (ORDER BY sortItem (COMMA sortItem)*)? windowFrame?
    ;

windowFrame
    : (ROWS | RANGE | GROUPS) (frameBound | BETWEEN frameBound AND frameBound)
    ;

frameBound
    : UNBOUNDED (PRECEDING | FOLLOWING)
    | CURRENT ROW
    | valueExpression (PRECEDING | FOLLOWING)
    ;

over
    : OVER (identifier | LEFT_PAREN windowSpecification RIGHT_PAREN)
    ;

sortItem
    : expression (ASC | DESC)? (NULLS (FIRST | LAST))?
    ;

tableReference
    : tablePrimary joinTail*
    ;

joinTail
    : CROSS JOIN tablePrimary
    | NATURAL? joinType? JOIN tablePrimary joinCondition?
    | LEFT? ASOF JOIN tablePrimary (MATCH_CONDITION valueOrPredicate)? joinCondition?
    ;

joinType
    : INNER
    | (LEFT | RIGHT | FULL) OUTER?
    ;

joinCondition
    : ON expression
    | USING identifierList
    ;

valueOrPredicate
    : expression
    ;

tablePrimary
    : tableSource tableAlias?
    | tableSource matchRecognize tableAlias?
    ;

tableSource
    : LATERAL? LEFT_PAREN query RIGHT_PAREN over?                           # derivedTable
    | LEFT_PAREN tableReference RIGHT_PAREN                                 # parenthesizedTable
    | LATERAL? TABLE LEFT_PAREN call RIGHT_PAREN over?                      # functionTable
    | LATERAL? UNNEST LEFT_PAREN expression (COMMA expression)* RIGHT_PAREN (WITH ORDINALITY)?  # unnestTable
    | qualifiedName (FOR SYSTEM_TIME AS OF valueExpression)? over?          # namedTable
    ;

tableAlias
    : (AS identifier | bareTableAlias) identifierList?
    ;

matchRecognize
    : MATCH_RECOGNIZE LEFT_PAREN
        (PARTITION BY partition+=expression (COMMA partition+=expression)*)?
        (ORDER BY sortItem (COMMA sortItem)*)?
        (MEASURES measureItem (COMMA measureItem)*)?
        ((ALL ROWS | ONE ROW) PER MATCH)?
        (AFTER MATCH SKIP_ afterMatch)?
        PATTERN LEFT_PAREN rowPattern? RIGHT_PAREN
        (WITHIN within=valueExpression)?
        (SUBSET patternSubset (COMMA patternSubset)*)?
        (DEFINE patternDefinition (COMMA patternDefinition)*)?
        RIGHT_PAREN
    ;

measureItem
    : expression AS identifier
    ;

afterMatch
    : PAST LAST ROW
    | TO NEXT ROW
    | TO FIRST identifier
    | TO LAST identifier
    | TO identifier
    ;

patternSubset
    : identifier EQUAL identifierList
    ;

patternDefinition
    : identifier AS expression
    ;

rowPattern
    : rowPatternSequence (PIPE rowPatternSequence)*
    ;

rowPatternSequence
    : rowPatternPart+
    ;

rowPatternPart
    : rowPatternPrimary rowPatternQuantifier?
    ;

rowPatternPrimary
    : PERMUTE LEFT_PAREN rowPattern (COMMA rowPattern)* RIGHT_PAREN
    | identifier
    | LEFT_PAREN rowPattern? RIGHT_PAREN
    | LEFT_BRACE MINUS rowPattern MINUS RIGHT_BRACE
    | CARET
    | DOLLAR
    ;

rowPatternQuantifier
    : (STAR | PLUS | QUESTION) reluctant=QUESTION?
    | LEFT_BRACE (exactly=NUMBER | least=NUMBER? COMMA most=NUMBER?) RIGHT_BRACE reluctant=QUESTION?
    ;

// ---- expressions ----

expression
    : valueExpression predicate*                                            # predicated
    | NOT expression                                                        # negation
    | left=expression AND right=expression                                  # conjunction
    | left=expression OR right=expression                                   # disjunction
    ;

predicate
    : comparisonOperator (quantifier=(ALL | ANY | SOME) LEFT_PAREN (query | expression) RIGHT_PAREN | valueExpression)  # comparison
    | IS NOT? (NULL | TRUE | FALSE | UNKNOWN)                               # isTest
    | IS NOT? DISTINCT FROM valueExpression                                 # distinctFrom
    | NOT? BETWEEN (SYMMETRIC | ASYMMETRIC)? lower=valueExpression AND upper=valueExpression  # between
    | NOT? IN LEFT_PAREN (query | expression (COMMA expression)*) RIGHT_PAREN  # inList
    | NOT? (LIKE | SIMILAR TO) pattern=valueExpression (ESCAPE escape=valueExpression)?  # like
    | (STRICTLY | IMMEDIATELY)? (EQUALS | CONTAINS | OVERLAPS | PRECEDES | SUCCEEDS | LEADS | LAGS)
        valueExpression                                                     # periodTest
    ;

comparisonOperator
    : EQUAL | NOT_EQUAL | LESS | LESS_OR_EQUAL | GREATER | GREATER_OR_EQUAL
    ;

valueExpression
    : primary                                                               # primaryValue
    | sign=(PLUS | MINUS) valueExpression                                   # signed
    | left=valueExpression operator=(STAR | SLASH | PERCENT) right=valueExpression  # product
    | left=valueExpression operator=(PLUS | MINUS | CONCATENATE) right=valueExpression  # sum
    ;

primary
    : primaryBase primarySuffix*
    ;

primarySuffix
    : LEFT_BRACKET expression RIGHT_BRACKET
    | DOT identifier
    ;

primaryBase
    : literal                                                               # literalPrimary
    | LEFT_PAREN query RIGHT_PAREN                                          # subquery
    | PERIOD? LEFT_PAREN expression (COMMA expression)* RIGHT_PAREN intervalQualifier?  # parenthesized
    | ROW LEFT_PAREN expression (COMMA expression)* RIGHT_PAREN             # rowConstructor
    | EXISTS LEFT_PAREN query RIGHT_PAREN                                   # exists
    | CASE operand=expression? caseBranch+ (ELSE otherwise=expression)? END  # caseExpression
    | (CAST | TRY_CAST) LEFT_PAREN expression AS typeName RIGHT_PAREN       # cast
    | EXTRACT LEFT_PAREN timeUnit FROM expression RIGHT_PAREN               # extract
    | (FLOOR | CEIL | CEILING) LEFT_PAREN expression (TO timeUnit | (COMMA expression)*) RIGHT_PAREN  # round
    | STEP LEFT_PAREN expression (BY expression | (COMMA expression)*) RIGHT_PAREN  # step
    | SUBSTRING LEFT_PAREN valueExpression
        (FROM from=valueExpression (FOR length=valueExpression)?
        | SIMILAR pattern=valueExpression ESCAPE escape=valueExpression
        | (COMMA expression)*) RIGHT_PAREN                                  # substring
    | TRIM LEFT_PAREN (trimPrefix FROM)? expression (COMMA expression)* RIGHT_PAREN  # trim
    | OVERLAY LEFT_PAREN valueExpression PLACING replacement=valueExpression
        FROM from=valueExpression (FOR length=valueExpression)? RIGHT_PAREN  # overlay
    | POSITION LEFT_PAREN valueExpression (IN valueExpression | (COMMA expression)*) RIGHT_PAREN  # position
    | (JSON_VALUE | JSON_QUERY | JSON_EXISTS) LEFT_PAREN input=expression COMMA path=expression
        (RETURNING typeName)? jsonWrapper? jsonOnEvent* RIGHT_PAREN         # jsonQuery
    | JSON_OBJECT LEFT_PAREN (jsonMember (COMMA jsonMember)*)? ((NULL | ABSENT) ON NULL)? RIGHT_PAREN  # jsonObject
    | JSON_ARRAY LEFT_PAREN (expression (COMMA expression)*)? ((NULL | ABSENT) ON NULL)? RIGHT_PAREN  # jsonArray
    | ARRAY LEFT_BRACKET (expression (COMMA expression)*)? RIGHT_BRACKET    # arrayConstructor
    | MAP LEFT_BRACKET (expression (COMMA expression)*)? RIGHT_BRACKET      # mapConstructor
    | (RUNNING | FINAL) call                                                # running
    | NTH_VALUE arguments (FROM (FIRST | LAST))? nullTreatment? over?       # nthValue
    | call                                                                  # callPrimary
    | columnName                                                            # column
    ;

columnName
    : qualifiedName
    ;

call
    : callName (DOT identifier)* arguments withinGroup? filter? nullTreatment? over?
    ;

callName
    : IDENTIFIER
    | QUOTED_NAME
    | plainWord
    | clauseWord
    | LEFT
    | RIGHT
    ;

arguments
    : LEFT_PAREN STAR RIGHT_PAREN
    | LEFT_PAREN (setQuantifier? argument (COMMA argument)*)? nullTreatment? (ORDER BY sortItem (COMMA sortItem)*)? RIGHT_PAREN
    ;

argument
    : (identifier ARROW)? argumentValue
    ;

argumentValue
    : CURSOR LEFT_PAREN query RIGHT_PAREN                                   # cursorArgument
    | TABLE (qualifiedName | LEFT_PAREN query RIGHT_PAREN)
        (PARTITION BY (expression | LEFT_PAREN expression (COMMA expression)+ RIGHT_PAREN))?
        (ORDER BY (sortItem | LEFT_PAREN sortItem (COMMA sortItem)+ RIGHT_PAREN))?  # tableArgument
    | DESCRIPTOR LEFT_PAREN identifier (COMMA identifier)* RIGHT_PAREN      # descriptorArgument
    | expression                                                            # expressionArgument
    ;

withinGroup
    : WITHIN GROUP LEFT_PAREN ORDER BY sortItem (COMMA sortItem)* RIGHT_PAREN
    ;

filter
    : FILTER LEFT_PAREN WHERE expression RIGHT_PAREN
    ;

nullTreatment
    : (RESPECT | IGNORE) NULLS
    ;

caseBranch
    : WHEN when=expression THEN then=expression
    ;

trimPrefix
    : (LEADING | TRAILING | BOTH) valueExpression?
    | valueExpression
    ;

jsonWrapper
    : (WITHOUT | WITH (CONDITIONAL | UNCONDITIONAL)?) ARRAY? WRAPPER
    ;

jsonOnEvent
    : (NULL | ERROR | DEFAULT valueExpression | EMPTY (ARRAY | OBJECT)? | TRUE | FALSE | UNKNOWN) ON (EMPTY | ERROR)
    ;

jsonMember
    : KEY? valueExpression (VALUE | COLON) expression
    ;

literal
    : NUMBER                                                                # numberLiteral
    | string                                                                # stringLiteral
    | BINARY_STRING                                                         # binaryLiteral
    | (TRUE | FALSE | UNKNOWN)                                              # truthLiteral
    | NULL                                                                  # nullLiteral
    | (DATE | TIME | TIMESTAMP) string                                      # dateTimeLiteral
    | LEFT_BRACE IDENTIFIER string RIGHT_BRACE                              # escapedLiteral
    | intervalLiteral                                                       # intervalValue
    ;

intervalLiteral
    : INTERVAL sign=(PLUS | MINUS)? string intervalQualifier
    ;

intervalQualifier
    : first=timeUnit (LEFT_PAREN NUMBER (COMMA NUMBER)? RIGHT_PAREN)?
        (TO last=timeUnit (LEFT_PAREN fraction=NUMBER RIGHT_PAREN)?)?
    ;

timeUnit
    : YEAR | QUARTER | MONTH | WEEK | DAY | HOUR | MINUTE | SECOND | MILLISECOND | MICROSECOND
    | EPOCH | DOW | DOY | ISODOW | ISOYEAR | DECADE | CENTURY | MILLENNIUM
    ;

string
    : STRING
    | UNICODE_STRING (UESCAPE STRING)?
    ;

// ---- types ----

typeName
    : simpleType ARRAY*
    ;

simpleType
    : INTERVAL intervalQualifier                                            # intervalType
    | ROW LEFT_PAREN parameterDeclarations RIGHT_PAREN                      # rowType
    | ARRAY LESS typeName GREATER                                           # arrayType
    | MAP LESS key=typeName COMMA value=typeName GREATER                    # mapType
    | DOUBLE PRECISION                                                      # doublePrecisionType
    | (CHAR | CHARACTER | BINARY) VARYING typeParameters?                   # varyingType
    | (TIME | TIMESTAMP) typeParameters? ((WITH | WITHOUT) LOCAL? TIME ZONE)?  # timeType
    | identifier typeParameters?                                            # namedType
    ;

typeParameters
    : LEFT_PAREN NUMBER (COMMA NUMBER)* RIGHT_PAREN
    ;

// ---- names ----

qualifiedName
    : identifier (DOT identifier)*
    ;

identifierList
    : LEFT_PAREN identifier (COMMA identifier)* RIGHT_PAREN
    ;

identifier
    : IDENTIFIER
    | QUOTED_NAME
    | plainWord
    | clauseWord
    | functionWord
    ;

selectAlias
    : IDENTIFIER
    | QUOTED_NAME
    | plainWord
    | functionWord
    | STATE
    ;

bareTableAlias
    : IDENTIFIER
    | QUOTED_NAME
    | plainWord
    | functionWord
    ;

// Words that open a clause: names like others, but no alias without AS.
clauseWord
    : ASOF | ENCRYPTED | ESCAPE | FETCH | FOR | LIMIT | MATCH_CONDITION | MATCH_RECOGNIZE | OFFSET | OVER | PARTITION
    | RETENTION | SHARDS | STARTED | STATE | STOPPED | WINDOW | WINDOWED | WITHIN
    ;

// Words with a syntax of their own between their parentheses: names like others where no parenthesis follows.
functionWord
    : CEIL | CEILING | EXTRACT | FLOOR | JSON_ARRAY | JSON_EXISTS | JSON_OBJECT | JSON_QUERY | JSON_VALUE | NTH_VALUE
    | OVERLAY | POSITION | STEP | SUBSTRING | TRIM | TRY_CAST
    ;

// All other words that are not reserved.
plainWord
    : ABSENT | AFTER | ALARM | ALTER | ANY | ARRAY | ASC | ASYMMETRIC | AT | B | BACKUP | BATCH | BECAUSE | BINARY
    | BOTH | BUFFER | CALLED | CENTURY | CHAR | CHARACTER | COMMAND | COMPRESSION | CONDITIONAL | CONTAINS | CUBE
    | CUMULATING | CURRENT | CURSOR | DATA | DATE | DAY | DAYS | DECADE | DEFAULT | DEFINE | DELIVERY | DEMAND | DESC
    | DESCRIPTION | DESCRIPTOR | DESTINATION | DETERMINISTIC | DOUBLE | DOW | DOY | EMPTY | EPOCH | EQUALS | ERROR
    | ERRORS | EVENT | EVERY | EXACTLY | EXPECT | EXPEDITED | FAILED | FILTER | FINAL | FIRST | FOLLOWING | FORMAT
    | FUNCTION | GAP | GB | GIVEN | GRANT | GROUPING | GROUPS | HANDLER | HOPPING | HOUR | HOURS | IDLE | IGNORE
    | IMMEDIATELY | IMPORT | INPUT | INSERT | INTERVAL | ISODOW | ISOYEAR | KB | KEY | LAGS | LAMBDA | LANGUAGE
    | LAST | LATENESS | LATERAL | LEADING | LEADS | LEAST | LOCAL | MAP | MATCH | MB | MEASURES | METADATA
    | MICROSECOND | MILLENNIUM | MILLISECOND | MILLISECONDS | MINUTE | MINUTES | MODIFIES | MONTH | MONTHS | NEXT
    | NO | NOTHING | NOTIFY | NULLS | OBJECT | OF | ONCE | ONE | ONLY | OPTIONS | ORDINALITY | OUTER | OVERLAPS
    | PARAMETER | PAST | PATH | PATTERN | PER | PERIOD | PERIODS | PERMUTE | PLACING | PRECEDES | PRECEDING
    | PRECISION | PUMP | QUARTER | RANGE | READS | RECORDS | RECURSIVE | REFRESH | REPLACE | RESPECT | RESTART
    | RETRY | RETURN | RETURNING | RETURNS | ROLLUP | ROW | ROWS | RUNNING | RUNTIME | SECOND | SECONDS | SESSION
    | SETS | SHARD | SKIP_ | SLIDING | SOME | SPECIFIC | SQL | STAGGER | START | STOP | STREAM | STRICTLY | SUBSET
    | SUCCEEDS | SYMMETRIC | SYSTEM_TIME | TABLE | TEST | TIME | TIMEOUT | TIMESTAMP | TO | TRAILING | TRANSFORM
    | TTL | TUMBLING | UESCAPE | UNBOUNDED | UNCONDITIONAL | UNNEST | VALUE | VARYING | VIEW | WAS | WEEK | WEEKS | WITHOUT
    | WRAPPER | YEAR | YEARS | ZONE
    ;

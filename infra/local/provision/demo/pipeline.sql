-- silver.clean_orders: one row per order, in its latest state, with real types.
-- Reads bronze.raw_orders, into which the shop's exports are loaded as they come: all columns are text, an order
-- that is exported again comes again, and the test shop's orders are among them.

WITH latest AS (
    SELECT
        *,
        ROW_NUMBER() OVER (
            PARTITION BY order_id
            ORDER BY updated_at DESC, loaded_at DESC
        ) AS recency
    FROM bronze.raw_orders
    WHERE order_id IS NOT NULL
),

typed AS (
    SELECT
        CAST(order_id AS BIGINT) AS order_id,
        CAST(customer_id AS BIGINT) AS customer_id,
        LOWER(TRIM(customer_email)) AS customer_email,
        LOWER(TRIM(status)) AS status,
        CAST(amount AS DECIMAL(12, 2)) AS amount,
        UPPER(TRIM(currency)) AS currency,
        CAST(ordered_at AS TIMESTAMP) AS ordered_at,
        CAST(updated_at AS TIMESTAMP) AS updated_at
    FROM latest
    WHERE recency = 1
)

SELECT
    order_id,
    customer_id,
    status,
    amount,
    currency,
    ordered_at,
    CAST(ordered_at AS DATE) AS order_date,
    updated_at
FROM typed
WHERE
    status <> 'test'
    AND (customer_email IS NULL OR customer_email NOT LIKE '%@test.example.com')

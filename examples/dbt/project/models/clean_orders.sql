SELECT
    order_id,
    IF(BOOL_OR(status = 'refunded'), 'refunded', 'paid') AS status,
    MAX(amount) AS amount
FROM {{ ref('raw_orders') }}
WHERE status <> 'test'
GROUP BY order_id
ORDER BY order_id
